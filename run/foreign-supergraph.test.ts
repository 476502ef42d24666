import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { fixtureCaller } from '../gateway/fixtures/in-process.ts';
import { post } from '../gateway/fixtures/running-shop.ts';
import { composeShop, openShop } from '../gateway/fixtures/shop.ts';
import { anonymous } from '../platform/auth/principal.ts';
import { serveForeignSupergraph } from './foreign-supergraph.ts';
import { Lifecycle } from './lifecycle.ts';

describe('a gateway over somebody else’s supergraph', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function fileWith(sdl: string): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'supergraph '));
    closing.push(() => rm(folder, { recursive: true }));
    const file = path.join(folder, 'supergraph.graphql');
    await writeFile(file, sdl);
    return file;
  }

  it('serves it without keys, on loopback, hands on what callers show and passes the subgraphs’ errors as they came', async () => {
    const seen = new Set<string>();
    const shown = new Set<string | undefined>();
    const urls: Record<string, string> = {};
    for (const [name, schema] of Object.entries(openShop().schemas)) {
      const app = fastify();
      app.post<{ Body: { query: string } }>('/sub', async (request) => {
        for (const header of Object.keys(request.headers)) seen.add(header);
        shown.add(request.headers.authorization);
        return await fixtureCaller(schema).execute(request.body, { principal: anonymous, requestId: 'x' });
      });
      urls[name] = `${await app.listen({ host: '127.0.0.1', port: 0 })}/sub`;
      closing.push(() => app.close());
    }
    const lifecycle = new Lifecycle();
    closing.push(() => lifecycle.close());
    const gateway = await serveForeignSupergraph(lifecycle, {
      SUPERGRAPH: await fileWith(composeShop(urls)),
      PORT: '0',
      HOST: '0.0.0.0',
    });
    expect(new URL(gateway.url).hostname).toBe('127.0.0.1');

    const aliases = Array.from(
      { length: 200 },
      (_, i) => `a${i}: topProducts(first: 1) { reviews { author { name } } }`,
    );
    const large = await post(gateway, { query: `{ ${aliases.join(' ')} }` }, { 'x-api-key': 'ignored' });
    expect(large.body.errors).toBeUndefined();
    expect(Object.keys(large.body.data ?? {})).toHaveLength(200);
    const failing = await post(gateway, { query: '{ fails(how: BUG) }' }, {});
    expect(failing.body.errors?.[0]).toMatchObject({ message: 'password is hunter2', path: ['fails'] });
    expect([seen.has('authorization'), seen.has('x-api-key')]).toEqual([false, false]);

    shown.clear();
    const query = '{ me { name } topProducts { reviews { author { name } } } }';
    const answers = await Promise.all(
      ['Bearer of-anna', 'Basic of-budi', undefined].map((authorization) =>
        post(gateway, { query }, authorization === undefined ? {} : { authorization }),
      ),
    );
    for (const { body } of answers) expect(body.errors).toBeUndefined();
    expect(shown).toEqual(new Set(['Bearer of-anna', 'Basic of-budi', undefined]));
  });

  it.each([
    ['a file that is not there', async () => '/nowhere/supergraph.graphql', 'cannot be read'],
    ['a schema that is no supergraph', () => fileWith('type Query { a: Int }'), 'cannot be served'],
    ['subgraphs without an address', () => fileWith(composeShop()), 'accounts, products, reviews'],
  ])('says what is wrong with %s', async (_, file, message) => {
    const start = serveForeignSupergraph(new Lifecycle(), { SUPERGRAPH: await file(), PORT: '0' });
    await expect(start).rejects.toThrow(message);
  });

  it('refuses one whose scopes nobody would check', async () => {
    const sdl = composeShop({
      accounts: 'http://127.0.0.1:1',
      products: 'http://127.0.0.1:1',
      reviews: 'http://127.0.0.1:1',
    });
    const link = '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)';
    const scoped = `${sdl.replace('schema\n', `schema\n  ${link}\n`)}
      directive @requiresScopes(scopes: [[requiresScopes__Scope!]!]!) on ENUM | FIELD_DEFINITION | INTERFACE | OBJECT | SCALAR
      scalar requiresScopes__Scope`;
    const lifecycle = new Lifecycle();
    closing.push(() => lifecycle.close());
    const start = serveForeignSupergraph(lifecycle, { SUPERGRAPH: await fileWith(scoped), PORT: '0' });
    await expect(start).rejects.toThrow('requiresScopes');
  });
});
