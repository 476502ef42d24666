import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { anonymous, type Principal } from '../auth/principal.ts';
import { PrincipalTokens } from '../auth/principal-token.ts';
import { HubError } from '../errors.ts';
import type { CallContext, SubgraphCaller, SubgraphRequest } from './caller.ts';
import { httpCaller } from './http-caller.ts';
import { serveSubgraph } from './subgraph-server.ts';

const tokens = new PrincipalTokens('the secret between gateway and subgraphs');
const unavailable = expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE' });
const person = (id: string): Principal => ({ ...anonymous, kind: 'organisation', id, scopes: ['read'] });
const by = (id: string, more: Partial<CallContext> = {}): CallContext => ({
  principal: person(id),
  requestId: `request of ${id}`,
  ...more,
});

interface Asked {
  request: SubgraphRequest;
  context: CallContext;
}

const entityQuery =
  'query Names($representations: [_Any!]!) { _entities(representations: $representations) { ... on Thing { name } } }';
const thing = (id: string) => ({ __typename: 'Thing', id });
const things = (...ids: string[]) => ({
  query: entityQuery,
  variables: { representations: ids.map(thing) },
});

/** Answers each entity with its own id as its name. */
const nameEach = ({ variables }: SubgraphRequest): ExecutionResult => ({
  data: {
    _entities: ((variables?.representations ?? []) as { id: string }[]).map(({ id }) => ({
      name: id,
      tags: [id],
    })),
  },
});

describe('fetches from a subgraph of the hub’s', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  /** A served subgraph that answers as told, and a caller that reaches it; what has been asked, and by how many requests. */
  async function serve(
    answer: (request: SubgraphRequest, context: CallContext) => ExecutionResult | Promise<ExecutionResult>,
    options: { signing?: PrincipalTokens; batches?: boolean } = {},
  ) {
    const asked: Asked[] = [];
    const paths: string[] = [];
    const local: SubgraphCaller = {
      execute: async (request, context) => {
        asked.push({ request, context });
        return await answer(request, context);
      },
      subscribe: () => Promise.reject(new Error('none')),
      close: async () => {},
    };
    const app = fastify({ forceCloseConnections: true });
    app.addHook('onRequest', async ({ url }) => void paths.push(url));
    serveSubgraph(app, { caller: local, tokens });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const { signing = tokens, batches = true } = options;
    const caller = httpCaller({ name: 'things', url: `${url}/graphql`, tokens: signing, batches });
    closing.push(
      () => app.close(),
      () => caller.close(),
    );
    return { caller, asked, paths, url };
  }

  it('go in one request when they are asked for at once, each as the one who asks', async () => {
    const { caller, asked, paths } = await serve(({ variables }, { principal }) => ({
      data: { of: principal.id, a: variables?.a },
    }));
    const answers = await Promise.all(
      ['anna', 'budi', 'citra'].map((id, a) =>
        caller.execute({ query: 'query Q($a: Int) { of }', operationName: 'Q', variables: { a } }, by(id)),
      ),
    );
    expect(answers).toEqual(['anna', 'budi', 'citra'].map((of, a) => ({ data: { of, a } })));
    expect(paths).toEqual(['/graphql/batch']);
    expect(asked.map(({ context }) => [context.principal, context.requestId])).toEqual(
      ['anna', 'budi', 'citra'].map((id) => [person(id), `request of ${id}`]),
    );
    expect(asked.map(({ request }) => request.operationName)).toEqual(['Q', 'Q', 'Q']);
  });

  it('are asked for once when they are equal and of one caller, and answered to each for itself', async () => {
    const { caller, asked } = await serve((_, { principal }) => ({ data: { list: [principal.id] } }));
    const ask = (id: string, more?: Partial<CallContext>) =>
      caller.execute({ query: '{ list }' }, by(id, more));
    const [first, second, other, elsewhere] = await Promise.all([
      ask('anna'),
      ask('anna'),
      ask('budi'),
      ask('anna', { address: '203.0.113.7' }),
    ]);
    ((first?.data?.list ?? []) as string[]).push('changed');
    expect(second).toEqual({ data: { list: ['anna'] } });
    expect([other, elsewhere]).toEqual([{ data: { list: ['budi'] } }, { data: { list: ['anna'] } }]);
    expect(asked).toHaveLength(3);
  });

  it('are not answered with what was read before they were asked for', async () => {
    let version = 1;
    const { caller, asked } = await serve(() => ({ data: { version } }));
    const first = caller.execute({ query: '{ version }' }, by('anna'));
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    version = 2;
    const second = caller.execute({ query: '{ version }' }, by('anna'));
    expect(await first).toEqual({ data: { version: 1 } });
    expect(await second).toEqual({ data: { version: 2 } });
  });

  it('are never shared nor sent together where they change something', async () => {
    const { caller, asked, paths } = await serve(() => ({ data: { done: asked.length } }));
    const change = { query: 'mutation { done }' };
    await Promise.all([1, 2, 3].map(() => caller.execute(change, by('anna'))));
    expect([asked.length, paths]).toEqual([3, ['/graphql', '/graphql', '/graphql']]);
  });

  it('do not wait for a slow one that went with them', async () => {
    let answerSlow = (_: ExecutionResult) => {};
    const { caller, paths } = await serve(({ query }) =>
      query === '{ slow }'
        ? new Promise<ExecutionResult>((resolve) => {
            answerSlow = resolve;
          })
        : { data: { quick: 1 } },
    );
    const slow = caller.execute({ query: '{ slow }' }, by('anna'));
    expect(await caller.execute({ query: '{ quick }' }, by('budi'))).toEqual({ data: { quick: 1 } });
    expect(paths).toEqual(['/graphql/batch']);
    answerSlow({ data: { slow: 2 } });
    expect(await slow).toEqual({ data: { slow: 2 } });
  });

  it('are not let in by the token of another', async () => {
    const signing = Object.create(tokens) as PrincipalTokens;
    signing.sign = (principal) => (principal.id === 'mallory' ? 'forged' : tokens.sign(principal));
    const { caller, asked } = await serve((_, { principal }) => ({ data: { of: principal.id } }), {
      signing,
    });
    const answers = await Promise.allSettled(
      ['anna', 'mallory', 'budi'].map((id) => caller.execute({ query: '{ of }' }, by(id))),
    );
    expect(answers).toEqual([
      { status: 'fulfilled', value: { data: { of: 'anna' } } },
      { status: 'rejected', reason: unavailable },
      { status: 'fulfilled', value: { data: { of: 'budi' } } },
    ]);
    expect(asked.map(({ context }) => context.principal.id)).toEqual(['anna', 'budi']);
  });

  it('fail for themselves alone', async () => {
    const { caller } = await serve(({ query }) => {
      if (query === '{ bug }') throw new TypeError('password is hunter2');
      return { data: { well: true } };
    });
    const [bug, well] = await Promise.all([
      caller.execute({ query: '{ bug }' }, by('anna')),
      caller.execute({ query: '{ well }' }, by('budi')),
    ]);
    expect(bug?.errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
    expect(JSON.stringify(bug)).not.toContain('hunter2');
    expect(well).toEqual({ data: { well: true } });
  });

  it('cannot be spoilt by the odd things that another asks or is answered', async () => {
    const { caller } = await serve(({ variables }) => ({
      data: { n: variables?.n === 1 ? 10n : variables?.n },
    }));
    const odd = JSON.parse(
      '{"n":0,"__proto__":{"a":1},"constructor":{"prototype":{}},"text":"\\ud800\\u2028\\n"}',
    );
    const answers = await Promise.all(
      [odd, { n: 1 }, { n: 2 }].map((variables, i) =>
        caller.execute({ query: 'query ($n: Int) { n }', variables }, by(`caller ${i}`)),
      ),
    );
    expect(answers[0]).toEqual({ data: { n: 0 } });
    expect(answers[1]?.errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
    expect(answers[2]).toEqual({ data: { n: 2 } });
  });

  it('go on when one client is gone, and are called off when all are', async () => {
    const answering: ((result: ExecutionResult) => void)[] = [];
    const { caller, asked } = await serve(() => new Promise((resolve) => answering.push(resolve)));
    const gone = [new AbortController(), new AbortController()];
    const asking = ['anna', 'budi'].map((id, i) =>
      caller.execute({ query: '{ a }' }, by(id, { signal: gone[i]?.signal })),
    );
    while (asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
    gone[0]?.abort();
    await expect(asking[0]).rejects.toEqual(unavailable);
    expect(asked[1]?.context.signal?.aborted).toBe(false);
    gone[1]?.abort();
    await expect(asking[1]).rejects.toEqual(unavailable);
    while (!asked[1]?.context.signal?.aborted) await new Promise((resolve) => setImmediate(resolve));
    for (const resolve of answering) resolve({ data: null });
  });

  it('are not sent at all for clients who are gone before', async () => {
    const { caller, asked } = await serve(() => ({ data: {} }));
    const gone = new AbortController();
    const asking = caller.execute({ query: '{ a }' }, by('anna', { signal: gone.signal }));
    gone.abort();
    await expect(asking).rejects.toEqual(unavailable);
    await caller.execute({ query: '{ b }' }, by('budi'));
    expect(asked.map(({ request }) => request.query)).toEqual(['{ b }']);
  });

  it('are divided among requests that stay small', async () => {
    const { caller, paths } = await serve(({ variables }) => ({ data: { n: variables?.n } }));
    const ask = (n: number, more = {}) =>
      caller.execute({ query: 'query ($n: Int) { n }', variables: { n, ...more } }, by(`caller ${n}`));
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => ask(n)));
    expect(answers.map(({ data }) => data?.n)).toEqual(Array.from({ length: 100 }, (_, n) => n));
    expect(paths).toEqual(['/graphql/batch', '/graphql/batch']);
    paths.length = 0;
    await Promise.all([1, 2, 3].map((n) => ask(n, { text: 'x'.repeat(700_000) })));
    expect(paths).toEqual(['/graphql', '/graphql', '/graphql']);
  });

  it('of entities are one for each caller, and each entity is asked for once', async () => {
    const { caller, asked, paths } = await serve(nameEach);
    const [first, second, other] = await Promise.all([
      caller.execute(things('1', '2'), by('anna')),
      caller.execute(things('2', '3', '2'), by('anna')),
      caller.execute(things('2'), by('budi')),
    ]);
    const named = (...ids: string[]) => ({
      data: { _entities: ids.map((id) => ({ name: id, tags: [id] })) },
    });
    expect([first, second, other]).toEqual([named('1', '2'), named('2', '3', '2'), named('2')]);
    expect(paths).toEqual(['/graphql/batch']);
    expect(asked.map(({ request }) => request.variables?.representations)).toEqual([
      ['1', '2', '3'].map(thing),
      [thing('2')],
    ]);
    const [, shared] = (first?.data?._entities ?? []) as { tags: string[] }[];
    shared?.tags.push('changed');
    expect(second).toEqual(named('2', '3', '2'));
  });

  it('of entities with other arguments are kept apart', async () => {
    const { caller, asked } = await serve(nameEach);
    const query = entityQuery.replace('name }', 'name in(unit: $unit) }').replace(')', ', $unit: String)');
    const ask = (unit: string, id: string) =>
      caller.execute({ query, variables: { representations: [thing(id)], unit } }, by('anna'));
    await Promise.all([ask('kg', '1'), ask('lb', '2'), ask('kg', '3')]);
    expect(asked.map(({ request }) => request.variables)).toEqual([
      { representations: [thing('1'), thing('3')], unit: 'kg' },
      { representations: [thing('2')], unit: 'lb' },
    ]);
  });

  it('of entities are told of their own errors alone, at their own places', async () => {
    const error = (position: number) => ({
      message: `no ${position}`,
      path: ['_entities', position, 'name'],
    });
    const { caller } = await serve(() => ({
      data: { _entities: [{ name: '1' }, null, { name: null }] },
      errors: [error(1), error(2)] as never,
    }));
    const [first, second] = await Promise.all([
      caller.execute(things('1', '2'), by('anna')),
      caller.execute(things('3', '2', '3'), by('anna')),
    ]);
    expect(JSON.parse(JSON.stringify([first, second]))).toEqual([
      {
        data: { _entities: [{ name: '1' }, null] },
        errors: [{ message: 'no 1', path: ['_entities', 1, 'name'] }],
      },
      {
        data: { _entities: [{ name: null }, null, { name: null }] },
        errors: [
          { message: 'no 1', path: ['_entities', 1, 'name'] },
          { message: 'no 2', path: ['_entities', 0, 'name'] },
          { message: 'no 2', path: ['_entities', 2, 'name'] },
        ],
      },
    ]);
  });

  it('of entities are asked for one by one when one of them spoils the answer to all', async () => {
    const { caller, asked } = await serve((request) =>
      JSON.stringify(request.variables).includes('bad')
        ? { data: null, errors: [{ message: 'no such thing' }] as never }
        : nameEach(request),
    );
    const [bad, good] = await Promise.all([
      caller.execute(things('bad'), by('anna')),
      caller.execute(things('1'), by('anna')),
    ]);
    expect(bad).toEqual({ data: null, errors: [{ message: 'no such thing' }] });
    expect(good).toEqual({ data: { _entities: [{ name: '1', tags: ['1'] }] } });
    expect(asked).toHaveLength(3);
  });

  it('are answered as they would be one by one, whatever is asked at once and by whom', async () => {
    let seed = 20_261_121;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * below);
    };
    /** Of each caller another answer; some things have errors, some spoil the whole, some take a while. */
    const answer = async ({ query, variables }: SubgraphRequest, { principal }: CallContext) => {
      for (let turns = (query.length + principal.id.length) % 4; turns > 0; turns -= 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      const representations = variables?.representations as { id: string }[] | undefined;
      if (!representations) return { data: { mine: [principal.id, variables?.n ?? null] } };
      if (representations.some(({ id }) => id === '9')) throw new HubError('FORBIDDEN');
      const errors = representations.flatMap(({ id }, i) =>
        id === '7' ? [{ message: `${id} of ${principal.id}`, path: ['_entities', i, 'name'] }] : [],
      );
      const data = {
        _entities: representations.map(({ id }) => ({
          name: id === '7' ? null : `${id} of ${principal.id}`,
        })),
      };
      return errors.length > 0 ? { data, errors: errors as never } : { data };
    };
    const { caller, asked, paths } = await serve(answer);
    const { caller: single } = await serve(answer, { batches: false });
    const asking = Array.from({ length: 400 }, () => {
      const ids = Array.from({ length: random(4) }, () => String(random(10)));
      const request = [
        things(...ids),
        { query: '{ mine }' },
        { query: 'query ($n: Int) { mine }', variables: { n: random(3) } },
        { ...things(...ids), query: entityQuery.replace('name', 'name alias: name') },
      ][random(4)] as SubgraphRequest;
      return { request, context: by(`caller ${random(6)}`) };
    });
    const plain = (results: readonly ExecutionResult[]) => JSON.parse(JSON.stringify(results));
    const together = await Promise.all(
      asking.map(({ request, context }) => caller.execute(request, context)),
    );
    const expected: ExecutionResult[] = [];
    for (const { request, context } of asking) expected.push(await single.execute(request, context));
    expect(plain(together)).toEqual(plain(expected));
    expect(asked.length).toBeLessThan(asking.length / 2);
    expect(paths.length).toBeLessThan(asking.length / 10);
  });

  it('that were answered stand when the subgraph dies before it has answered the rest', async () => {
    const server: Server = createServer((_request, response) => {
      response.write('1 {"data":{"quick":1}}\n0 {"data":{"s');
      setImmediate(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const caller = httpCaller({
      name: 'things',
      url: `http://127.0.0.1:${port}/graphql`,
      tokens,
      batches: true,
    });
    closing.push(
      () => new Promise((resolve) => server.close(resolve)),
      () => caller.close(),
    );
    const answers = await Promise.allSettled(
      ['{ slow }', '{ quick }'].map((query) => caller.execute({ query }, by('anna'))),
    );
    expect(answers).toEqual([
      { status: 'rejected', reason: unavailable },
      { status: 'fulfilled', value: { data: { quick: 1 } } },
    ]);
  });

  it.each([
    ['nothing', null],
    ['no lists', { operations: 1, tokens: 2, asks: 3 }],
    ['no asks', { operations: [], tokens: [], asks: [] }],
    ['asks that are none', { operations: [], tokens: [], asks: [null] }],
    ['more asks than it takes', { operations: [], tokens: [], asks: Array(65).fill({}) }],
  ])('are refused as a batch of %s', async (_, body) => {
    const { url, asked } = await serve(() => ({ data: {} }));
    const response = await fetch(`${url}/graphql/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([response.status >= 400, asked]).toEqual([true, []]);
  });

  it('are refused one by one where a batch names what it has not', async () => {
    const { url, asked } = await serve(() => ({ data: {} }));
    const good = tokens.sign(person('anna'));
    const asks = [
      { operation: 0, token: 7 },
      { operation: 0, token: '__proto__' },
      { operation: 0, token: 1 },
      { operation: 7, token: 0 },
      { operation: 0, token: 0 },
    ];
    const response = await fetch(`${url}/graphql/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${good}` },
      body: JSON.stringify({ operations: [{ query: '{ a }' }], tokens: [good, `${good}x`], asks }),
    });
    const refused = '{"message":"principal token refused"}';
    const lines = (await response.text()).trim().split('\n').sort();
    expect(lines.filter((line) => line.endsWith(refused)).map((line) => line[0])).toEqual(['0', '1', '2']);
    expect(lines[3]).toContain('BAD_REQUEST');
    expect(lines[4]).toBe('4 {"data":{}}');
    expect(asked).toHaveLength(1);
  });

  it('go one by one where nobody has said that the subgraph takes more', async () => {
    const { caller, paths } = await serve(({ variables }) => ({ data: { n: variables?.n } }), {
      batches: false,
    });
    const ask = (n: number) =>
      caller.execute({ query: 'query ($n: Int) { n }', variables: { n } }, by('anna'));
    const answers = await Promise.all([1, 2, 2].map(ask));
    expect(answers.map(({ data }) => data?.n)).toEqual([1, 2, 2]);
    expect(paths).toEqual(['/graphql', '/graphql']);
  });
});
