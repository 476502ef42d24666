import { Agent, request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fastify } from 'fastify';
import { post, type RunningShop, runShop, shopKey } from './fixtures/running-shop.ts';
import { composeShop } from './fixtures/shop.ts';
import { until } from './fixtures/websocket-client.ts';
import { forwardTo } from './forward.ts';

describe('the gateway', () => {
  let running: RunningShop;
  let databaseAnswers = true;
  beforeAll(async () => {
    running = await runShop('in process', {
      readiness: {
        database: async () => {
          if (!databaseAnswers) throw new Error('connection refused at 10.0.0.1, password hunter2');
        },
      },
      routes: [
        (app) => {
          app.removeAllContentTypeParsers();
          app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
          app.post('/callback', async (request) => ({ raw: (request.body as Buffer).toString('hex') }));
        },
        (app) => {
          app.get('/broken', async () => {
            throw new TypeError('password is hunter2');
          });
        },
      ],
    });
  });
  afterAll(() => running.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(running.gateway.url + path, { headers });

  it('gives every answer a request id, the client’s own when it is harmless', async () => {
    expect((await get('/health/live', { 'x-request-id': 'abc-1' })).headers.get('x-request-id')).toBe(
      'abc-1',
    );
    const made = (await get('/nothing', { 'x-request-id': 'a{b}"c' })).headers.get('x-request-id');
    expect(made).toMatch(/^[0-9a-f]{8}-/);
  });

  it('is ready only when everything it needs is, and names what is not', async () => {
    expect(await (await get('/health/live')).json()).toEqual({ status: 'live' });
    const ready = await get('/health/ready');
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', checks: { supergraph: 'ok', database: 'ok' } },
    ]);
    databaseAnswers = false;
    const not = await get('/health/ready');
    const body = await not.text();
    databaseAnswers = true;
    expect(not.status).toBe(503);
    expect(JSON.parse(body)).toEqual({
      status: 'not ready',
      checks: { supergraph: 'ok', database: 'failed' },
    });
  });

  it('counts for Prometheus', async () => {
    await post(running.gateway, { query: '{ me { id } }' });
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(/hub_graphql_operations_total{type="query",transport="http",outcome="ok"} \d+/);
    expect(text).toMatch(/hub_subgraph_fetch_duration_seconds_count{subgraph="accounts",outcome="ok"} \d+/);
    expect(text).toMatch(
      /hub_http_request_duration_seconds_count{route="\/graphql",method="POST",status="200"} \d+/,
    );
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('hands the subgraphs’ routes the body byte for byte', async () => {
    const response = await fetch(`${running.gateway.url}/callback`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{ "a" : 1.0 }\n',
    });
    expect(await response.json()).toEqual({ raw: Buffer.from('{ "a" : 1.0 }\n').toString('hex') });
  });

  it('answers with problem details where there is no GraphQL, and hides what is unexpected', async () => {
    const nothing = await get('/nothing');
    expect(nothing.headers.get('content-type')).toContain('application/problem+json');
    expect(await nothing.json()).toMatchObject({ status: 404, code: 'NOT_FOUND', instance: '/nothing' });
    const broken = await get('/broken', { 'x-request-id': 'broken-1' });
    const text = await broken.text();
    expect(JSON.parse(text)).toMatchObject({ status: 500, code: 'INTERNAL', requestId: 'broken-1' });
    expect(text).not.toMatch(/hunter2|TypeError|\.ts/);
  });

  it('shows Sandbox to a browser, with addresses for queries and subscriptions', async () => {
    const response = await get('/graphql', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    const page = await response.text();
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(page).toContain('EmbeddedSandbox');
    expect(page).toContain('initialSubscriptionEndpoint');
    const [, nonce] = /script-src 'nonce-([^']+)'/.exec(page) ?? [];
    expect(page.split(`<script nonce="${nonce}"`)).toHaveLength(3);
  });

  it('has the pages on which people paste keys framed by no other site', async () => {
    for (const path of ['/graphql', '/explorer']) {
      const { headers, body } = await get(path, { accept: 'text/html' });
      await body?.cancel();
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
  });

  it('has no answer of the graph kept by a cache, which could give it to another caller', async () => {
    const query = `query=${encodeURIComponent('{ whoAmI { kind } }')}`;
    for (const asked of [query, 'query=%7B', `${query}&variables=x`, 'query=subscription%7Bnothing%7D']) {
      const { headers, body } = await get(`/graphql?${asked}`, { 'x-api-key': shopKey });
      await body?.cancel();
      expect([asked, headers.get('cache-control')]).toEqual([asked, 'no-store']);
    }
    const { headers } = await post(running.gateway, { query: '{ whoAmI { kind } }' });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('serves another supergraph without a restart, and keeps the old one when the new is broken', async () => {
    const query = '{ __type(name: "Caller") { description } }';
    const changed = composeShop().replace('Who the subgraph was told is asking.', 'Changed.');
    running.gateway.replaceSupergraph(changed);
    expect((await post(running.gateway, { query })).body.data).toEqual({
      __type: { description: 'Changed.' },
    });
    expect(() => running.gateway.replaceSupergraph('type Query { a: Int }')).toThrow();
    expect(() => running.gateway.replaceSupergraph(changed.replaceAll('"accounts"', '"unknown"'))).toThrow(
      'unknown',
    );
    expect((await post(running.gateway, { query: '{ me { id } }' })).body.data).toEqual({ me: { id: 'u0' } });
  });
});

describe('starting and stopping', () => {
  it('refuses a supergraph with a subgraph that it cannot reach, and a port that is taken', async () => {
    await expect(runShop('in process', { callers: {} })).rejects.toThrow('accounts, products, reviews');
    const running = await runShop('in process');
    const port = Number(new URL(running.gateway.url).port);
    await expect(runShop('in process', { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await running.close();
  });

  it('finishes the requests in flight, on connections that the client would keep', async () => {
    const running = await runShop('in process');
    const agent = new Agent({ keepAlive: true });
    const send = () =>
      new Promise<string>((resolve, reject) => {
        const request = httpRequest(
          `${running.gateway.url}/graphql`,
          { agent, method: 'POST', headers: { 'content-type': 'application/json', 'x-api-key': shopKey } },
          (response) => {
            let text = '';
            response.on('data', (chunk) => {
              text += chunk;
            });
            response.on('end', () => resolve(text));
          },
        );
        request.on('error', reject);
        request.end(JSON.stringify({ query: '{ slow(ms: 300) }' }));
      });
    const answers = [send(), send()];
    await until(() => running.shop.calls.get('slow') === 2);
    const cutOff = jest.spyOn(running.gateway.app.server, 'closeAllConnections');
    const closed = running.gateway.close();
    await expect(fetch(`${running.gateway.url}/health/live`)).rejects.toThrow();
    expect(await Promise.all(answers)).toEqual(Array(2).fill('{"data":{"slow":300}}\n'));
    await closed;
    // That is what it comes to where idle connections are waited for.
    expect(cutOff).not.toHaveBeenCalled();
    agent.destroy();
  });
});

describe('forwarding to the process of a subgraph', () => {
  it('hands on method, path, headers and raw body, and brings the answer back', async () => {
    const subgraph = fastify();
    subgraph.removeAllContentTypeParsers();
    subgraph.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    subgraph.all('/pay/*', async (request, reply) =>
      reply
        .code(202)
        .header('x-answer', 'yes')
        .send({
          method: request.method,
          url: request.url,
          signature: request.headers['x-signature'],
          forwardedFor: request.headers['x-forwarded-for'],
          requestId: request.headers['x-request-id'],
          body: (request.body as Buffer | undefined)?.toString(),
        }),
    );
    const baseUrl = await subgraph.listen({ host: '127.0.0.1', port: 0 });
    const running = await runShop('in process', { routes: [forwardTo({ prefixes: ['/pay'], baseUrl })] });
    const headers = { 'content-type': 'application/json', 'x-signature': 's', 'x-request-id': 'f-1' };
    const url = `${running.gateway.url}/pay/callback/gopay?x=1`;
    const response = await fetch(url, { method: 'POST', headers, body: '{ "a" : 1.0 }\n' });
    expect([response.status, response.headers.get('x-answer')]).toEqual([202, 'yes']);
    expect(await response.json()).toEqual({
      method: 'POST',
      url: '/pay/callback/gopay?x=1',
      signature: 's',
      forwardedFor: '127.0.0.1',
      requestId: 'f-1',
      body: '{ "a" : 1.0 }\n',
    });
    expect(await (await fetch(url)).json()).toMatchObject({ method: 'GET' });

    await subgraph.close();
    const gone = await fetch(url);
    expect([gone.status, await gone.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE' }),
    ]);
    await running.close();
  });
});
