import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RequestEntry } from '../platform/request-log/request-entry.ts';
import { openStream } from './fixtures/event-stream.ts';
import { post, type RunningShop, runShop, shopKey, shopkeeper } from './fixtures/running-shop.ts';
import { connect, receive, until } from './fixtures/websocket-client.ts';

const rename = 'mutation Price($input: PriceInput!) { setPrice(input: $input) { upc } }';
const input = { upc: 'p4', price: 5, currency: 'IDR' };

describe('the request log of a gateway', () => {
  let running: RunningShop;
  let entries: RequestEntry[] = [];
  beforeAll(async () => {
    running = await runShop('in process', {
      requestLog: { add: (entry) => entries.push(entry) },
      routes: [
        (app) => {
          app.post('/callback/:wallet', async (_request, reply) => reply.code(204).send());
        },
      ],
    });
  });
  afterAll(() => running.close());
  beforeEach(() => {
    entries = [];
  });

  const logged = async () => {
    await until(() => entries.length > 0);
    expect(entries).toHaveLength(1);
    return entries[0] as RequestEntry;
  };
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${running.gateway.url}${path}`, { headers });

  it('tells who asked for what by HTTP, and how it ended, without what was said', async () => {
    const headers = { 'x-api-key': shopKey, 'x-request-id': 'mine', 'user-agent': 'LMS/1.0' };
    await post(running.gateway, { query: rename, variables: { input } }, headers);
    expect(await logged()).toMatchObject({
      principal: shopkeeper,
      requestId: 'mine',
      transport: 'HTTP',
      method: 'POST',
      path: '/graphql',
      operation: {
        type: 'mutation',
        name: 'Price',
        fields: ['setPrice'],
        variables: { input: { upc: '[masked]', price: 5, currency: 'IDR' } },
      },
      status: 200,
      outcome: 'OK',
      codes: [],
      address: '127.0.0.1',
      agent: 'LMS/1.0',
    });
    expect(entries[0]?.ms).toBeGreaterThan(0);
  });

  it('has what went wrong in an answer', async () => {
    await post(running.gateway, { query: rename, variables: { input: { ...input, price: 'much' } } });
    expect(await logged()).toMatchObject({ outcome: 'ERROR', codes: ['VALIDATION_ERROR'] });
  });

  it.each([
    ['a key that is not valid', '{ topProducts { upc } }', { 'x-api-key': 'wrong' }, 'UNAUTHENTICATED', 401],
    [
      'a document that does not fit',
      '{ nothing }',
      { 'x-api-key': shopKey },
      'GRAPHQL_VALIDATION_FAILED',
      400,
    ],
    [
      'an operation that is too large',
      `{ ${'a: topProducts { upc } '.repeat(60)} }`,
      { 'x-api-key': shopKey },
      'QUERY_TOO_COMPLEX',
      400,
    ],
  ])('has what was refused: %s', async (_what, query, headers, code, status) => {
    await post(running.gateway, { query }, headers);
    expect(await logged()).toMatchObject({ outcome: 'REFUSED', codes: [code], status, operation: null });
  });

  it('has callbacks by their route, and nothing of what was in their addresses', async () => {
    await fetch(`${running.gateway.url}/callback/gopay?token=secret`, { method: 'POST' });
    const entry = await logged();
    expect(entry).toMatchObject({ path: '/callback/:wallet', status: 204, outcome: 'OK', operation: null });
    expect(JSON.stringify(entry)).not.toContain('secret');
  });

  it('has addresses at which there is nothing, and not the health of the hub', async () => {
    await get('/health/live');
    await get('/metrics');
    await get('/wp-admin?password=x');
    expect(await logged()).toMatchObject({ path: 'none', status: 404, outcome: 'REFUSED' });
  });

  it('has each operation of a websocket, a subscription when it begins', async () => {
    const client = connect(running.gateway);
    const watching = receive(client, { query: 'subscription Watch { reviewAdded { body } }' });
    await until(() => running.shop.reviewAdded.size === 1);
    expect(await logged()).toMatchObject({
      principal: shopkeeper,
      transport: 'WEBSOCKET',
      method: null,
      status: null,
      operation: { type: 'subscription', name: 'Watch' },
      outcome: 'OK',
      address: '127.0.0.1',
    });
    for (const query of ['{ topProducts { upc } }', '{ nothing }']) receive(client, { query });
    await until(() => entries.length === 3);
    expect(
      entries
        .slice(1)
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(['OK', 'REFUSED']);
    expect(watching.results).toEqual([]);
    await client.dispose();
  });

  it('has each event stream when it begins', async () => {
    const stream = await openStream(running.gateway, { query: 'subscription { reviewAdded { body } }' });
    expect(await logged()).toMatchObject({
      principal: shopkeeper,
      transport: 'EVENT_STREAM',
      path: '/graphql/stream',
      operation: { type: 'subscription' },
      outcome: 'OK',
    });
    stream.leave();
    await until(() => running.shop.reviewAdded.size === 0);
    expect(entries).toHaveLength(1);
  });
});
