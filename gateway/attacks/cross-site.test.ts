import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { type RunningShop, runShop, shopKey } from '../fixtures/running-shop.ts';
import { connect, receive, until } from '../fixtures/websocket-client.ts';
import type { GatewayOptions } from '../server.ts';

const mutation = 'mutation { setPrice(input: { upc: "p7", price: 1, currency: IDR }) { price } }';
const whoAmI = '{ whoAmI { kind } }';
/** What browsers send along by themselves; none of it says who calls. */
const cookie = `x-api-key=${shopKey}; authorization=Bearer ${shopKey}; _session=${shopKey}`;
const form = 'application/x-www-form-urlencoded';

describe.each<[string, Partial<GatewayOptions>]>([
  ['/graphql', {}],
  ['/graphql', { callingOrigins: '*' }],
  ['/graphql/stream', {}],
  ['/graphql/stream', { callingOrigins: '*' }],
])('a page of another site, at %s with %j', (path, options) => {
  let running: RunningShop;
  beforeAll(async () => {
    running = await runShop('in process', options);
  });
  afterAll(() => running.close());

  const send = (init: RequestInit, search: Record<string, string> = {}) =>
    fetch(`${running.gateway.url}${path}?${new URLSearchParams(search)}`, init);
  const price = async () => {
    const response = await fetch(`${running.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': shopKey },
      body: JSON.stringify({ query: '{ product(upc: "p7") { price } }' }),
    });
    return ((await response.json()) as { data: { product: { price: number } } }).data.product.price;
  };

  it.each<[string, RequestInit, Record<string, string>]>([
    ['by GET', {}, { query: mutation }],
    ['by GET with a key', { headers: { 'x-api-key': shopKey } }, { query: mutation }],
    [
      'by GET with a query beside it',
      { headers: { 'x-api-key': shopKey } },
      { query: `query A { me { id } } ${mutation.replace('mutation', 'mutation B')}`, operationName: 'B' },
    ],
    [
      'as a form',
      { method: 'POST', headers: { 'content-type': form }, body: new URLSearchParams({ query: mutation }) },
      {},
    ],
    [
      'as a form with files',
      {
        method: 'POST',
        body: (() => {
          const data = new FormData();
          data.set('operations', JSON.stringify({ query: mutation }));
          return data;
        })(),
      },
      {},
    ],
    [
      'as text',
      {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: JSON.stringify({ query: mutation }),
      },
      {},
    ],
    [
      'as text that pretends',
      {
        method: 'POST',
        headers: { 'content-type': 'text/plain; application/json' },
        body: JSON.stringify({ query: mutation }),
      },
      {},
    ],
    ['without a type', { method: 'POST', body: new Blob([JSON.stringify({ query: mutation })]) }, {}],
    ['in the address of a POST', { method: 'POST' }, { query: mutation }],
  ])('changes nothing %s', async (_, init, search) => {
    const before = await price();
    const response = await send({ ...init, headers: { cookie, ...init.headers } }, search);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.text()).not.toContain('"data"');
    expect(await price()).toBe(before);
  });

  it('is told by no header that it may read what it gets for its browser’s cookies', async () => {
    const origin = { origin: 'https://elsewhere.example' };
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-api-key' };
    const answers = [
      await send({ method: 'OPTIONS', headers: { ...origin, ...asked } }),
      await send({ headers: { ...origin, 'apollo-require-preflight': 'x' } }, { query: whoAmI }),
    ];
    for (const { headers } of answers) {
      const told = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBe(options.callingOrigins ? '*' : null);
      if (!options.callingOrigins) expect(told).toEqual([]);
    }
  });

  it('is nobody, whatever cookies its browser sends along', async () => {
    const response = await send({
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: '*/*', cookie },
      body: JSON.stringify({ query: whoAmI }),
    });
    const text = await response.text();
    expect(text).toContain('"kind":"anonymous"');
  });
});

describe('a query by GET', () => {
  let running: RunningShop;
  beforeAll(async () => {
    running = await runShop('in process');
  });
  afterAll(() => running.close());

  it.each<[string, Record<string, string>, number]>([
    ['with a key', { 'x-api-key': shopKey }, 200],
    ['with a token', { authorization: `Bearer ${shopKey}` }, 200],
    ['with a header of Apollo’s clients', { 'apollo-require-preflight': 'true' }, 200],
    ['with none of these', {}, 400],
    ['with an empty key', { 'x-api-key': '' }, 400],
    ['with cookies alone', { cookie }, 400],
  ])('%s is answered with %3$d', async (_, headers, status) => {
    const response = await fetch(`${running.gateway.url}/graphql?${new URLSearchParams({ query: whoAmI })}`, {
      headers,
    });
    expect(response.status).toBe(status);
  });
});

describe('a websocket that a page of another site opens', () => {
  it('is nobody’s, whatever cookies its browser sends along', async () => {
    const running = await runShop('in process');
    class FromElsewhere extends WebSocket {
      constructor(address: string, protocol: string) {
        super(address, protocol, { headers: { cookie, origin: 'https://elsewhere.example' } });
      }
    }
    const client = connect(running.gateway, { webSocketImpl: FromElsewhere, connectionParams: {} });
    const { results } = await ended(receive(client, { query: whoAmI }));
    expect(results).toEqual([{ data: { whoAmI: { kind: 'anonymous' } } }]);
    await client.dispose();
    await running.close();
  });
});

async function ended<T extends { end: unknown }>(received: T): Promise<T> {
  await until(() => received.end !== undefined);
  return received;
}
