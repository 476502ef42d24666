import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { modes, post, type RunningShop, runShop, shopKey } from '../fixtures/running-shop.ts';
import type { Review } from '../fixtures/shop.ts';
import { connect, receive, subscriptionsOf, until } from '../fixtures/websocket-client.ts';

const review: Review = { id: 'r1', body: 'new', stars: 5, authorId: 'u4', productUpc: 'p4' };
const query = `subscription Watch($upc: ID) {
  reviewAdded(upc: $upc) { body author { name } product { title: name shippingEstimate } }
}`;

describe.each(modes)('subscriptions, subgraphs %s', (mode) => {
  let running: RunningShop;
  beforeEach(async () => {
    running = await runShop(mode, { initWithinMs: 100_000 });
  });
  afterEach(() => running.close());

  const topic = () => running.shop.reviewAdded;
  const metric = async (name: string) => {
    const text = await (await fetch(`${running.gateway.url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
  };
  const nothingLeft = async () => {
    await until(() => topic().size === 0);
    await until(async () => (await subscriptionsOf(running.gateway)) === 0);
  };

  it('bring events in order, with the fields of other subgraphs', async () => {
    const client = connect(running.gateway);
    const received = receive(client, { query });
    await until(() => topic().size === 1);
    for (let i = 0; i < 20; i += 1) topic().publish({ ...review, body: `news ${i}` });
    await until(() => received.results.length === 20);
    expect(received.results).toEqual(
      Array.from({ length: 20 }, (_, i) => ({
        data: {
          reviewAdded: {
            body: `news ${i}`,
            author: { name: 'User 4' },
            product: { title: 'Product 4', shippingEstimate: 104 },
          },
        },
      })),
    );
    await client.dispose();
    await nothingLeft();
  });

  it('give three hundred sockets each event once and in order, and ask the subgraphs once for all of them', async () => {
    const clients = Array.from({ length: 300 }, () => connect(running.gateway));
    const all = clients.map((client) => receive(client, { query }));
    await until(async () => (await subscriptionsOf(running.gateway)) === 300);
    await until(() => topic().size === 1);
    const before = running.shop.calls.get('User') ?? 0;
    for (let i = 0; i < 5; i += 1) topic().publish({ ...review, body: `news ${i}` });
    await until(() => all.every(({ results }) => results.length >= 5));
    for (const { results } of all) {
      const bodies = results.map(({ data }) => (data as { reviewAdded: Review }).reviewAdded.body);
      expect(bodies).toEqual(['news 0', 'news 1', 'news 2', 'news 3', 'news 4']);
    }
    expect((running.shop.calls.get('User') ?? 0) - before).toBe(5);
    await Promise.all(clients.map((client) => client.dispose()));
    await nothingLeft();
  });

  it('are narrowed by their arguments', async () => {
    const client = connect(running.gateway);
    const received = receive(client, { query, variables: { upc: 'p7' } });
    await until(() => topic().size === 1);
    topic().publish(review);
    topic().publish({ ...review, productUpc: 'p7' });
    await until(() => received.results.length === 1);
    expect(received.results[0]?.data).toMatchObject({ reviewAdded: { product: { title: 'Product 7' } } });
    await client.dispose();
  });

  it('see what a mutation does, over the same socket or over HTTP', async () => {
    const client = connect(running.gateway);
    const received = receive(client, { query });
    await until(() => topic().size === 1);
    const mutation = 'mutation($i: ReviewInput!) { addReview(input: $i) { id } }';
    const variables = { i: { upc: 'p1', authorId: 'u1', body: 'b', stars: 1 } };
    const answer = receive(client, { query: mutation, variables });
    await until(() => answer.end !== undefined);
    expect(answer.results).toEqual([{ data: { addReview: { id: 'r200' } } }]);
    await post(running.gateway, { query: mutation, variables });
    await until(() => received.results.length === 2);
    await client.dispose();
  });

  it('leave nothing behind when they are cancelled, also between two events', async () => {
    const client = connect(running.gateway);
    const all = Array.from({ length: 10 }, () => receive(client, { query }));
    await until(async () => (await subscriptionsOf(running.gateway)) === 10);
    await until(() => topic().size === 1);
    topic().publish(review);
    await until(() => all.every(({ results }) => results.length === 1));
    for (const { cancel } of all) cancel();
    await nothingLeft();
    await client.dispose();
  });

  it('leave nothing behind when the client drops dead', async () => {
    const sockets: WebSocket[] = [];
    class Watched extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol);
        sockets.push(this);
      }
    }
    const client = connect(running.gateway, { webSocketImpl: Watched });
    receive(client, { query });
    receive(client, { query });
    await until(async () => (await subscriptionsOf(running.gateway)) === 2);
    expect(await metric('hub_websocket_connections')).toBe(1);
    sockets[0]?.terminate();
    await nothingLeft();
    await until(async () => (await metric('hub_websocket_connections')) === 0);
  });

  it('carry queries too, and the errors of both as HTTP does', async () => {
    const client = connect(running.gateway);
    const query = receive(client, { query: '{ me { name } fails(how: CATALOGUE) }' });
    await until(() => query.end !== undefined);
    expect(query.results).toEqual([
      {
        data: { me: { name: 'User 0' }, fails: null },
        errors: [
          expect.objectContaining({
            path: ['fails'],
            extensions: { code: 'CAPACITY_EXCEEDED', retryable: false },
          }),
        ],
      },
    ]);
    const bug = receive(client, { query: '{ fails(how: BUG) }' });
    await until(() => bug.end !== undefined);
    expect(bug.results[0]?.errors?.[0]?.extensions).toEqual({
      code: 'INTERNAL',
      retryable: true,
      requestId: expect.any(String),
    });
    await client.dispose();
  });

  it.each([
    ['a syntax error', { query: '{ me {' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: 'subscription { nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a wrong variable', { query, variables: { upc: {} } }, 'VALIDATION_ERROR'],
    ['an operation that is not there', { query, operationName: 'Other' }, 'BAD_REQUEST'],
    [
      'a depth of fifty',
      { query: `{ me { ${'reviews { author { '.repeat(25)} id ${'} }'.repeat(25)} } }` },
      'QUERY_TOO_COMPLEX',
    ],
    ['what the subgraph refuses', { query: 'subscription { reviewFails { id } }' }, 'FORBIDDEN'],
  ])('are refused for %s, and the socket goes on', async (_, payload, code) => {
    const client = connect(running.gateway);
    const refused = receive(client, payload);
    await until(() => refused.end !== undefined);
    expect(refused.end?.error).toEqual([
      expect.objectContaining({ extensions: expect.objectContaining({ code }) }),
    ]);
    const next = receive(client, { query: '{ me { id } }' });
    await until(() => next.results.length === 1);
    await client.dispose();
  });

  it('know who is asking from the parameters in any case, or from the upgrade', async () => {
    class WithHeader extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { headers: { authorization: `Bearer ${shopKey}` } });
      }
    }
    for (const [options, id] of [
      [{ connectionParams: { 'x-api-key': shopKey } }, 'shopkeeper'],
      [{ connectionParams: { Authorization: `Bearer ${shopKey}` } }, 'shopkeeper'],
      [{ connectionParams: {}, webSocketImpl: WithHeader }, 'shopkeeper'],
      [{ connectionParams: {} }, 'anonymous'],
    ] as const) {
      const client = connect(running.gateway, options);
      const received = receive(client, { query: '{ whoAmI { id } }' });
      await until(() => received.results.length === 1);
      expect(received.results[0]?.data).toEqual({ whoAmI: { id } });
      await client.dispose();
    }
  });

  it('are closed to a key that is not valid, and to one that is revoked meanwhile', async () => {
    const stranger = receive(connect(running.gateway, { connectionParams: { 'X-API-Key': 'guess' } }), {
      query,
    });
    await until(() => stranger.end !== undefined);
    expect(stranger.end?.error).toMatchObject({
      code: 4401,
      reason: expect.stringContaining('UNAUTHENTICATED'),
    });

    const client = connect(running.gateway);
    const before = receive(client, { query });
    await until(() => topic().size === 1);
    running.authenticator.revoked.add(shopKey);
    const after = receive(client, { query });
    await until(() => after.end !== undefined);
    expect(after.end?.error).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    before.cancel();
    await client.dispose();
  });

  it('end when their key is revoked', async () => {
    const strict = await runShop(mode, { keyCheckMs: 20 });
    const received = receive(connect(strict.gateway), { query });
    await until(() => strict.shop.reviewAdded.size === 1);
    strict.authenticator.revoked.add(shopKey);
    await until(() => received.end !== undefined);
    expect(received.end?.error).toMatchObject({ code: 4401 });
    await until(() => strict.shop.reviewAdded.size === 0);
    await strict.close();
  });

  it('end with a goodbye when the gateway stops', async () => {
    const received = receive(connect(running.gateway), { query });
    await until(() => topic().size === 1);
    await running.gateway.close();
    await until(() => received.end !== undefined);
    expect(received.end?.error).toMatchObject({ code: 1001 });
    await until(() => topic().size === 0);
  });
});

describe('subscriptions over HTTP', () => {
  it('end with UPSTREAM_UNAVAILABLE when their subgraph dies, and leave nothing behind', async () => {
    const running = await runShop('over HTTP');
    const client = connect(running.gateway);
    const received = [receive(client, { query }), receive(client, { query })];
    await until(async () => (await subscriptionsOf(running.gateway)) === 2);
    await running.stopSubgraph('reviews');
    await until(() => received.every(({ end }) => end !== undefined));
    for (const { end } of received) {
      expect(end?.error).toEqual([
        expect.objectContaining({ extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true } }),
      ]);
    }
    expect(running.shop.reviewAdded.size).toBe(0);
    const late = receive(client, { query });
    await until(() => late.end !== undefined);
    expect(late.end?.error).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
    const metrics = await (await fetch(`${running.gateway.url}/metrics`)).text();
    expect(metrics).toMatch(/^hub_graphql_subscriptions 0$/m);
    await client.dispose();
    await running.close();
  });

  it('keep going when another subgraph dies, with an error for its fields', async () => {
    const running = await runShop('over HTTP');
    const client = connect(running.gateway);
    const received = receive(client, { query: 'subscription { reviewAdded { body product { weight } } }' });
    await until(() => running.shop.reviewAdded.size === 1);
    await running.stopSubgraph('products');
    running.shop.reviewAdded.publish(review);
    await until(() => received.results.length === 1);
    expect(received.results[0]?.errors?.[0]?.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(received.end).toBeUndefined();
    await client.dispose();
    await running.close();
  });
});
