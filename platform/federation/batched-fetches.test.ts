import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import type { PrincipalTokens } from '../auth/principal-token.ts';
import type { CallContext } from './caller.ts';
import { by, person, ServedSubgraphs, tokens } from './fixtures/served-subgraph.ts';
import { httpCaller } from './http-caller.ts';

const unavailable = expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE' });

describe('fetches from a subgraph of the hub’s', () => {
  const subgraphs = new ServedSubgraphs();
  afterEach(() => subgraphs.close());

  it('go in one request when they are asked for at once, each as the one who asks', async () => {
    const { caller, asked, paths } = await subgraphs.serve(({ variables }, { principal }) => ({
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
    const { caller, asked } = await subgraphs.serve((_, { principal }) => ({
      data: { list: [principal.id] },
    }));
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
    const { caller, asked } = await subgraphs.serve(() => ({ data: { version } }));
    const first = caller.execute({ query: '{ version }' }, by('anna'));
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    version = 2;
    const second = caller.execute({ query: '{ version }' }, by('anna'));
    expect(await first).toEqual({ data: { version: 1 } });
    expect(await second).toEqual({ data: { version: 2 } });
  });

  it('are never shared nor sent together where they change something', async () => {
    const { caller, asked, paths } = await subgraphs.serve(() => ({ data: { done: asked.length } }));
    const change = { query: 'mutation { done }' };
    await Promise.all([1, 2, 3].map(() => caller.execute(change, by('anna'))));
    expect([asked.length, paths]).toEqual([3, ['/graphql', '/graphql', '/graphql']]);
  });

  it('do not wait for a slow one that went with them', async () => {
    let answerSlow = (_: ExecutionResult) => {};
    const { caller, paths } = await subgraphs.serve(({ query }) =>
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
    const { caller, asked } = await subgraphs.serve((_, { principal }) => ({ data: { of: principal.id } }), {
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
    const { caller } = await subgraphs.serve(({ query }) => {
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
    const { caller } = await subgraphs.serve(({ variables }) => ({
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
    const { caller, asked } = await subgraphs.serve(() => new Promise((resolve) => answering.push(resolve)));
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
    const { caller, asked } = await subgraphs.serve(() => ({ data: {} }));
    const gone = new AbortController();
    const asking = caller.execute({ query: '{ a }' }, by('anna', { signal: gone.signal }));
    gone.abort();
    await expect(asking).rejects.toEqual(unavailable);
    await caller.execute({ query: '{ b }' }, by('budi'));
    expect(asked.map(({ request }) => request.query)).toEqual(['{ b }']);
  });

  it('are divided among requests that stay small', async () => {
    const { caller, paths } = await subgraphs.serve(({ variables }) => ({ data: { n: variables?.n } }));
    const ask = (n: number, more = {}) =>
      caller.execute({ query: 'query ($n: Int) { n }', variables: { n, ...more } }, by(`caller ${n}`));
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => ask(n)));
    expect(answers.map(({ data }) => data?.n)).toEqual(Array.from({ length: 100 }, (_, n) => n));
    expect(paths).toEqual(['/graphql/batch', '/graphql/batch']);
    paths.length = 0;
    await Promise.all([1, 2, 3].map((n) => ask(n, { text: 'x'.repeat(700_000) })));
    expect(paths).toEqual(['/graphql', '/graphql', '/graphql']);
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
    subgraphs.onClose(() => new Promise((resolve) => server.close(resolve)));
    subgraphs.onClose(() => caller.close());
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
    const { url, asked } = await subgraphs.serve(() => ({ data: {} }));
    const response = await fetch(`${url}/graphql/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([response.status >= 400, asked]).toEqual([true, []]);
  });

  it('are refused one by one where a batch names what it has not', async () => {
    const { url, asked } = await subgraphs.serve(() => ({ data: {} }));
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
    const { caller, paths } = await subgraphs.serve(({ variables }) => ({ data: { n: variables?.n } }), {
      batches: false,
    });
    const ask = (n: number) =>
      caller.execute({ query: 'query ($n: Int) { n }', variables: { n } }, by('anna'));
    const answers = await Promise.all([1, 2, 2].map(ask));
    expect(answers.map(({ data }) => data?.n)).toEqual([1, 2, 2]);
    expect(paths).toEqual(['/graphql', '/graphql']);
  });
});
