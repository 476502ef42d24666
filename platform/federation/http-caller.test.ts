import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { anonymous, servicePrincipal } from '../auth/principal.ts';
import { PrincipalTokens } from '../auth/principal-token.ts';
import { HubError } from '../errors.ts';
import type { CallContext, SubgraphCaller } from './caller.ts';
import { httpCaller } from './http-caller.ts';
import { ResultQueue } from './result-queue.ts';
import { serveSubgraph } from './subgraph-server.ts';

const tokens = new PrincipalTokens('the secret between gateway and subgraphs');
const call: CallContext = { principal: servicePrincipal('test', ['read']), requestId: 'request-1' };
const nothing = async (): Promise<never> => {
  throw new Error('not called');
};
const unavailable = expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE' });

describe('a caller over HTTP', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function serve(
    answer: (request: IncomingMessage, response: ServerResponse) => void,
  ): Promise<string> {
    const server: Server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  }

  function callerOf(url: string, signing: PrincipalTokens | undefined = tokens): SubgraphCaller {
    const caller = httpCaller({ name: 'things', url, tokens: signing });
    closing.push(() => caller.close());
    return caller;
  }

  it.each([
    ['an error of the server', 503, '{"data":{}}'],
    ['a page of HTML', 200, '<html>hello</html>'],
    ['nothing', 200, ''],
    ['JSON that is no result', 200, '{"hello":1}'],
    ['a refusal that is no result', 401, '{"message":"no"}'],
  ])('takes %s for a subgraph that is not available', async (_, status, body) => {
    const url = await serve((_request, response) => response.writeHead(status).end(body));
    await expect(callerOf(url).execute({ query: '{ a }' }, call)).rejects.toEqual(unavailable);
  });

  it('says so when nobody listens, without the address', async () => {
    const caller = callerOf('http://127.0.0.1:1/graphql');
    const failure = await caller.execute({ query: '{ a }' }, call).catch((error: unknown) => error);
    expect(failure).toEqual(unavailable);
    expect((failure as Error).message).not.toContain('127.0.0.1');
    const events = await caller.subscribe({ query: 'subscription { a }' }, call);
    await expect(events.next()).rejects.toEqual(unavailable);
  });

  it('takes a result that came with a refusal of the request', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(400).end('{"errors":[{"message":"syntax"}]}'),
    );
    expect(await callerOf(url).execute({ query: '{' }, call)).toEqual({ errors: [{ message: 'syntax' }] });
  });

  it('hands on whose request it is: who asks, from where, and the key by which repeats are recognised', async () => {
    const told: CallContext = { ...call, address: '203.0.113.7', idempotencyKey: 'key-1' };
    const heard: CallContext[] = [];
    const app = fastify({ forceCloseConnections: true });
    closing.push(() => app.close());
    const execute: SubgraphCaller['execute'] = async (_request, { signal: _, ...context }) => {
      heard.push(context);
      return { data: {} };
    };
    serveSubgraph(app, { tokens, caller: { execute, subscribe: nothing, close: nothing } });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    await callerOf(`${url}/graphql`).execute({ query: '{ a }' }, told);
    await callerOf(`${url}/graphql`).execute({ query: '{ a }' }, call);
    expect(heard).toEqual([told, call]);
  });

  it('keeps its connections open from one fetch to the next', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{"data":{}}');
    });
    const caller = callerOf(url);
    for (let i = 0; i < 10; i += 1) await caller.execute({ query: '{ a }' }, call);
    // The pool may open a second while the first is being put back.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it('stops waiting when the client is gone', async () => {
    const url = await serve(() => {});
    const gone = new AbortController();
    const answer = callerOf(url).execute({ query: '{ a }' }, { ...call, signal: gone.signal });
    gone.abort();
    await expect(answer).rejects.toEqual(unavailable);
  });

  it('stops waiting for all that a client asked for, and for nothing of another’s', async () => {
    const held: ServerResponse[] = [];
    const url = await serve((_request, response) => held.push(response));
    const caller = callerOf(url);
    const gone = new AbortController();
    const ask = (query: string, signal?: AbortSignal) => caller.execute({ query }, { ...call, signal });
    const [own, more, shared] = ['{ a }', '{ b }', '{ c }'].map((query) => ask(query, gone.signal));
    const another = ask('{ c }');
    while (held.length < 3) await new Promise((resolve) => setImmediate(resolve));
    gone.abort();
    expect(await Promise.allSettled([own, more, shared])).toEqual(
      Array(3).fill({ status: 'rejected', reason: unavailable }),
    );
    for (const response of held) response.end('{"data":{}}');
    expect(await another).toEqual({ data: {} });
    await expect(ask('{ d }', gone.signal)).rejects.toEqual(unavailable);
  });

  it('tells a subgraph of somebody else nothing of who is asking', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers);
      response.end('{"data":{}}');
    });
    const foreign = httpCaller({ name: 'foreign', url });
    closing.push(() => foreign.close());
    const told = { ...call, address: '203.0.113.7' };
    await foreign.execute({ query: '{ a }' }, told);
    await callerOf(url).execute({ query: '{ a }' }, told);
    expect(seen[0]?.authorization).toBeUndefined();
    expect(seen.map((headers) => headers['x-hub-client-address'])).toEqual([undefined, '203.0.113.7']);
    expect(tokens.verify(String(seen[1]?.authorization).replace('Bearer ', ''))).toEqual(call.principal);
  });

  it('shows a subgraph of somebody else what it is told to, and shares nothing between callers', async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end(JSON.stringify({ data: { shown: request.headers.authorization ?? null } }));
    });
    const foreign = httpCaller({
      name: 'foreign',
      url,
      authorizationOf: ({ id }) => (id === 'nobody' ? undefined : `Basic ${id}`),
    });
    closing.push(() => foreign.close());
    const ids = ['anna', 'budi', 'nobody', 'anna'];
    const answers = await Promise.all(
      ids.map((id) => foreign.execute({ query: '{ shown }' }, { ...call, principal: { ...anonymous, id } })),
    );
    expect(answers.map(({ data }) => data?.shown)).toEqual(['Basic anna', 'Basic budi', null, 'Basic anna']);
    expect(seen.sort()).toEqual(['Basic anna', 'Basic budi', undefined]);
  });

  async function serveCaller(
    local: Partial<SubgraphCaller>,
  ): Promise<{ url: string; upgrades: () => number }> {
    const app = fastify({ forceCloseConnections: true });
    serveSubgraph(app, { caller: { close: async () => {}, ...local } as SubgraphCaller, tokens });
    let upgrades = 0;
    app.server.on('upgrade', () => {
      upgrades += 1;
    });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    closing.push(() => app.close());
    return { url: `${url}/graphql`, upgrades: () => upgrades };
  }

  it('reaches a served subgraph with request, principal and request id as they were', async () => {
    const { url } = await serveCaller({
      execute: async (request, context) => ({
        data: { request, principal: context.principal, requestId: context.requestId },
      }),
    });
    const request = { query: 'query Q($a: Int) { a }', variables: { a: 1 }, operationName: 'Q' };
    expect(await callerOf(url).execute(request, call)).toEqual({
      data: { request, principal: call.principal, requestId: 'request-1' },
    });
  });

  it('is not let in with a token of another secret, or none', async () => {
    const { url } = await serveCaller({ execute: async () => ({ data: { a: 1 } }) });
    const other = new PrincipalTokens('some other secret of sufficient length');
    await expect(callerOf(url, other).execute({ query: '{ a }' }, call)).rejects.toEqual(unavailable);
    const none = httpCaller({ name: 'things', url });
    closing.push(() => none.close());
    await expect(none.execute({ query: '{ a }' }, call)).rejects.toEqual(unavailable);
    const events = await none.subscribe({ query: 'subscription { a }' }, call);
    await expect(events.next()).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  });

  it('passes an error of the catalogue on, and hides any other', async () => {
    const errors = [new HubError('FORBIDDEN'), new TypeError('password is hunter2')];
    const { url } = await serveCaller({
      execute: async () => {
        throw errors.shift();
      },
    });
    const caller = callerOf(url);
    const [first, second] = [
      await caller.execute({ query: '{ a }' }, call),
      await caller.execute({ query: '{ a }' }, call),
    ];
    expect(first.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(second.errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
    expect(JSON.stringify(second)).not.toContain('hunter2');
  });

  it('shares one websocket among all subscriptions, each with its own principal', async () => {
    const running = new Set<ResultQueue<ExecutionResult>>();
    const { url, upgrades } = await serveCaller({
      subscribe: async (_request, context) => {
        const queue: ResultQueue<ExecutionResult> = new ResultQueue(10, () => running.delete(queue));
        running.add(queue);
        queue.push({ data: { id: context.principal.id } });
        return queue;
      },
    });
    const caller = callerOf(url);
    const principals = [call.principal, anonymous, servicePrincipal('other', [])];
    const subscriptions = await Promise.all(
      principals.map((principal) =>
        caller.subscribe({ query: 'subscription { id }' }, { ...call, principal }),
      ),
    );
    const ids = await Promise.all(subscriptions.map(async (events) => (await events.next()).value?.data?.id));
    expect(ids).toEqual(principals.map(({ id }) => id));
    expect(upgrades()).toBe(1);
    const gone = new AbortController();
    const aborted = await caller.subscribe(
      { query: 'subscription { id }' },
      { ...call, signal: gone.signal },
    );
    await aborted.next();
    expect(running.size).toBe(4);
    gone.abort();
    for (const events of subscriptions) await events.return?.();
    while (running.size > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await aborted.next()).toEqual({ done: true, value: undefined });
  });
});

describe('a queue of results', () => {
  it('keeps their order and gives an error after them, once', async () => {
    const queue = new ResultQueue<number>(2, () => {});
    const first = queue.next();
    expect([queue.push(1), queue.push(2), queue.push(3), queue.push(4)]).toEqual([true, true, true, false]);
    queue.end(new Error('over'));
    expect((await first).value).toBe(1);
    expect([(await queue.next()).value, (await queue.next()).value]).toEqual([2, 3]);
    await expect(queue.next()).rejects.toThrow('over');
    expect(await queue.next()).toEqual({ done: true, value: undefined });
  });

  it('ends a pending next when it is returned, and tells its source once', async () => {
    let returned = 0;
    const queue = new ResultQueue<number>(2, () => {
      returned += 1;
    });
    const pending = queue.next();
    await queue.return();
    await queue.return();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(returned).toBe(1);
  });
});
