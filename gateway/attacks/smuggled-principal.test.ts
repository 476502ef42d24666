import { createHmac } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { anonymous, type Principal } from '../../platform/auth/principal.ts';
import { PrincipalTokens } from '../../platform/auth/principal-token.ts';
import { serveSubgraph } from '../../platform/federation/subgraph-server.ts';
import { type RunningShop, runShop, shopKey } from '../fixtures/running-shop.ts';
import { until } from '../fixtures/websocket-client.ts';
import { forwardTo } from '../forward.ts';

const secret = 'the secret between gateway and subgraphs';
const operator: Principal = { ...anonymous, kind: 'platform', id: 'operator', scopes: ['admin'] };
/** Worse than an outsider can have: signed with the very secret. */
const genuine = new PrincipalTokens(secret).sign(operator);
const whoAmI = '{ whoAmI { kind id scopes } }';

describe('who a caller claims to be in headers that processes of the hub use among themselves', () => {
  let running: RunningShop;
  beforeAll(async () => {
    running = await runShop('over HTTP');
  });
  afterAll(() => running.close());

  const ask = async (headers: Record<string, string>) => {
    const response = await fetch(`${running.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({
        query: whoAmI,
        extensions: { principal: genuine, requestId: 'mine' },
        principal: operator,
      }),
    });
    return await response.json();
  };
  const claims: Record<string, string> = {
    principal: genuine,
    'x-principal': genuine,
    'x-hub-principal': JSON.stringify(operator),
    'x-user-id': 'operator',
    'x-scopes': 'admin',
    'x-forwarded-user': 'operator',
    'proxy-authorization': `Bearer ${genuine}`,
    'x-authorization': `Bearer ${genuine}`,
    cookie: `principal=${genuine}; authorization=Bearer ${genuine}`,
  };

  it('is nobody to the subgraphs', async () => {
    expect(await ask(claims)).toEqual({
      data: { whoAmI: { kind: 'anonymous', id: 'anonymous', scopes: [] } },
    });
  });

  it('is who the key says, whatever stands beside it', async () => {
    const shopkeeper = {
      data: { whoAmI: { kind: 'organisation', id: 'shopkeeper', scopes: ['read', 'write'] } },
    };
    expect(await ask({ ...claims, 'x-api-key': shopKey })).toEqual(shopkeeper);
    expect(await ask({ ...claims, 'x-api-key': shopKey, authorization: `Bearer ${genuine}` })).toEqual(
      shopkeeper,
    );
  });

  it('is UNAUTHENTICATED where it stands in the place of a token', async () => {
    expect(await ask({ authorization: `Bearer ${genuine}` })).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(await ask({ 'x-api-key': genuine })).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});

describe('the process of a subgraph', () => {
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const app of open.splice(0).toReversed()) await app.close();
  });

  /** A subgraph that remembers what reached its graph, with a route of its own. */
  async function subgraph(): Promise<{ url: string; reached: string[] }> {
    const reached: string[] = [];
    const app = fastify({ forceCloseConnections: true });
    app.get('/pay/*', async () => 'a page');
    serveSubgraph(app, {
      tokens: new PrincipalTokens(secret),
      caller: {
        execute: async ({ query }) => {
          reached.push(query);
          return { data: {} };
        },
        subscribe: () => Promise.reject(new Error('none')),
        close: async () => {},
      },
    });
    open.push(app);
    return { url: await app.listen({ host: '127.0.0.1', port: 0 }), reached };
  }

  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: 'hub-gateway', exp: Math.floor(Date.now() / 1000) + 60, principal: operator };
  const unsigned = `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}`;
  const head = encoded({ alg: 'HS256', typ: 'JWT' });
  const signedWith = (key: string) =>
    `${head}.${encoded(claims)}.${createHmac('sha256', key)
      .update(`${head}.${encoded(claims)}`)
      .digest('base64url')}`;

  it.each<[string, string | undefined, object]>([
    ['no token', undefined, {}],
    ['an empty one', 'Bearer ', {}],
    ['one that is not signed', `Bearer ${unsigned}.`, {}],
    ['one whose signature was cut off', `Bearer ${unsigned}`, {}],
    [
      'one of another secret',
      `Bearer ${new PrincipalTokens('some other secret of sufficient length').sign(operator)}`,
      {},
    ],
    ['one that is signed with the secret as it stands', `Bearer ${signedWith(secret)}`, {}],
    ['one that is signed with nothing', `Bearer ${signedWith('')}`, {}],
    ['a genuine one of another scheme', `Basic ${genuine}`, {}],
    ['a genuine one in another place', undefined, { 'x-api-key': genuine, principal: genuine }],
    ['an API key', `Bearer ${shopKey}`, {}],
  ])('does not answer who calls it past the gateway, with %s', async (_, authorization, more) => {
    const { url, reached } = await subgraph();
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }), ...more },
      body: JSON.stringify({ query: '{ secrets }', extensions: { principal: genuine } }),
    });
    expect([response.status, await response.json()]).toEqual([401, { message: 'principal token refused' }]);
    expect(reached).toEqual([]);
  });

  it('is reached through the gateway at its own routes alone, however the path is written', async () => {
    const { url, reached } = await subgraph();
    const gateway: FastifyInstance = fastify({ forceCloseConnections: true }) as unknown as FastifyInstance;
    await gateway.register(forwardTo({ prefixes: ['/pay'], baseUrl: url }));
    open.push(gateway);
    const { port } = new URL(await gateway.listen({ host: '127.0.0.1', port: 0 }));
    const body = JSON.stringify({ query: '{ secrets }' });
    for (const path of [
      '/graphql',
      '//graphql',
      '/pay/../graphql',
      '/pay/..//graphql',
      '/pay/%2e%2e/graphql',
      '/pay/..%2fgraphql',
      '/pay/..%5cgraphql',
      '/pay\\..\\graphql',
      '/pay/;/../graphql',
      '/pay/%252e%252e/graphql',
      `${url}/graphql`,
      `/pay/ HTTP/1.1\r\nx: y\r\n\r\nPOST /graphql`,
    ]) {
      const socket = connectTcp(Number(port), '127.0.0.1');
      let answer = '';
      socket.setEncoding('utf8').on('data', (chunk) => {
        answer += chunk;
      });
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\nauthorization: Bearer ${genuine}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      );
      await until(() => answer.startsWith('HTTP/1.1 '));
      expect([path, Number(answer.slice(9, 12)) >= 400]).toEqual([path, true]);
      socket.destroy();
    }
    expect(reached).toEqual([]);
  });
});
