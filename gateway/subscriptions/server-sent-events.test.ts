import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ClientOptions, createClient } from 'graphql-sse';
import { HubError } from '../../platform/errors.ts';
import { type OpenStream, openStream, openStreamByGet } from '../fixtures/event-stream.ts';
import { type GraphqlBody, modes, type RunningShop, runShop, shopKey } from '../fixtures/running-shop.ts';
import type { Review } from '../fixtures/shop.ts';
import { subscriptionsOf, until } from '../fixtures/websocket-client.ts';

const review: Review = { id: 'r1', body: 'new', stars: 5, authorId: 'u4', productUpc: 'p4' };
const reviews = 'subscription($upc: ID) { reviewAdded(upc: $upc) { body product { name } } }';
const sales = 'subscription($after: String) { sold(after: $after) { cursor number } }';
const answer = (body: string) => ({ data: { reviewAdded: { body, product: { name: 'Product 4' } } } });

describe.each(modes)('GraphQL over server-sent events, subgraphs %s', (mode) => {
  let running: RunningShop;
  beforeEach(async () => {
    running = await runShop(mode, { keyCheckMs: 20 });
  });
  afterEach(() => running.close());

  const numbers = (stream: OpenStream) =>
    stream.events
      .filter(({ event }) => event === 'next')
      .map(({ data }) => JSON.parse(data).data.sold.number);
  const running0 = async () => {
    const metrics = await (await fetch(`${running.gateway.url}/metrics`)).text();
    return /^hub_graphql_subscriptions 0$/m.test(metrics);
  };

  function subscribe(payload: { query: string; variables?: Record<string, unknown> }) {
    const options: ClientOptions = {
      url: `${running.gateway.url}/graphql/stream`,
      headers: { 'x-api-key': shopKey },
      retryAttempts: 0,
    };
    const results: GraphqlBody[] = [];
    const received = { results, end: undefined as { error?: unknown } | undefined, cancel: () => {} };
    received.cancel = createClient(options).subscribe(payload, {
      next: (result) => received.results.push(result as GraphqlBody),
      error: (error) => {
        received.end = { error };
      },
      complete: () => {
        received.end = {};
      },
    });
    return received;
  }

  it('answers queries and mutations, and completes', async () => {
    const query = subscribe({ query: '{ me { name } fails(how: CATALOGUE) whoAmI { id } }' });
    await until(() => query.end !== undefined);
    expect(query.end).toEqual({});
    expect(query.results).toMatchObject([
      {
        data: { me: { name: 'User 0' }, fails: null, whoAmI: { id: 'shopkeeper' } },
        errors: [{ path: ['fails'], extensions: { code: 'CAPACITY_EXCEEDED', retryable: false } }],
      },
    ]);
    const variables = { i: { upc: 'p1', authorId: 'u1', body: 'b', stars: 1 } };
    const mutation = subscribe({
      query: 'mutation($i: ReviewInput!) { addReview(input: $i) { id } }',
      variables,
    });
    await until(() => mutation.end !== undefined);
    expect(mutation.results).toEqual([{ data: { addReview: { id: 'r200' } } }]);
  });

  it('brings events in order, and leaves nothing behind when clients leave', async () => {
    const streams = Array.from({ length: 20 }, () => subscribe({ query: reviews, variables: { upc: 'p4' } }));
    await until(async () => (await subscriptionsOf(running.gateway)) === 20);
    await until(() => running.shop.reviewAdded.size === 1);
    const all = Array.from({ length: 50 }, (_, n) => `news ${n}`);
    for (const body of all) running.shop.reviewAdded.publish({ ...review, body });
    await until(() => streams.every(({ results }) => results.length === all.length));
    for (const { results } of streams) expect(results).toEqual(all.map(answer));
    for (const { cancel } of streams) cancel();
    await until(() => running.shop.reviewAdded.size === 0);
    await until(running0);
  });

  it('gives each message its cursor as id, and goes on behind Last-Event-ID', async () => {
    const first = await openStream(running.gateway, { query: sales });
    await until(() => running.shop.sold.size === 1);
    for (let n = 0; n < 5; n += 1) running.shop.sell();
    await until(() => first.events.length === 5);
    expect(first.events.map(({ id }) => id)).toEqual(['c1', 'c2', 'c3', 'c4', 'c5']);
    first.leave();
    await until(() => running.shop.sold.size === 0);
    for (let n = 0; n < 5; n += 1) running.shop.sell();
    const headers = { 'last-event-id': 'c5' };
    const resumed = [
      await openStream(running.gateway, { query: sales, variables: { after: 'c1' } }, headers),
      await openStreamByGet(running.gateway, { query: sales, variables: '{"after":"c1"}' }, headers),
    ];
    await until(() => resumed.every(({ events }) => events.length === 5));
    running.shop.sell();
    await until(() => resumed.every(({ events }) => events.length === 6));
    for (const stream of resumed) {
      expect(numbers(stream)).toEqual([6, 7, 8, 9, 10, 11]);
      stream.leave();
    }
    const without = { query: 'subscription { sold { cursor number } }' };
    const gap = await openStream(running.gateway, without, headers);
    await until(() => gap.over);
    expect(gap.status).toBe(400);
    expect(gap.text).toContain('$after');
  });

  it('ends a subscription that fails with its error and cursor, then completes', async () => {
    const stream = await openStream(running.gateway, { query: sales });
    await until(() => running.shop.sold.size === 1);
    running.shop.sell();
    running.shop.sold.fail(new HubError('LAGGED', { extensions: { cursor: 'c1' } }));
    await until(() => stream.over);
    expect(stream.events.map(({ event }) => event)).toEqual(['next', 'next', 'complete']);
    expect(JSON.parse(stream.events[1]?.data ?? '')).toMatchObject({
      errors: [{ extensions: { code: 'LAGGED', retryable: true, cursor: 'c1' } }],
    });
    expect(stream.events[2]?.data).toBe('');
    await until(running0);
  });

  it('ends when the key is revoked, and says why', async () => {
    const stream = await openStream(running.gateway, { query: sales });
    await until(() => running.shop.sold.size === 1);
    running.authenticator.revoked.add(shopKey);
    await until(() => stream.over);
    expect(JSON.parse(stream.events[0]?.data ?? '')).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(stream.events.at(-1)?.event).toBe('complete');
    await until(() => running.shop.sold.size === 0);
    expect((await openStream(running.gateway, { query: sales })).status).toBe(401);
  });

  it('makes the source wait for a client that stops reading, and goes on when it reads', async () => {
    const stream = await openStream(running.gateway, { query: reviews });
    await until(() => running.shop.reviewAdded.size === 1);
    stream.pause();
    const body = 'x'.repeat(200_000);
    for (let n = 0; n < 200; n += 1) running.shop.reviewAdded.publish({ ...review, body });
    const taken = async () => {
      const metrics = await (await fetch(`${running.gateway.url}/metrics`)).text();
      const pattern =
        /^hub_subgraph_fetch_duration_seconds_count\{subgraph="products",outcome="ok"\} (\d+)$/m;
      return Number(pattern.exec(metrics)?.[1] ?? 0);
    };
    let before = -1;
    await until(async () => {
      const now = await taken();
      const still = now > 0 && now === before;
      before = now;
      if (!still) await new Promise((resolve) => setTimeout(resolve, 100));
      return still;
    });
    expect(before).toBeLessThan(200);
    stream.resume();
    await until(() => stream.events.length === 200);
    stream.leave();
    await until(running0);
  });

  it('ends its streams without a complete when the gateway stops, so that clients come back', async () => {
    const stream = await openStream(running.gateway, { query: sales });
    await until(() => running.shop.sold.size === 1);
    await running.gateway.close();
    await until(() => stream.over);
    expect(stream.events).toEqual([]);
    await until(() => running.shop.sold.size === 0);
  });
});

describe('a request for an event stream', () => {
  let running: RunningShop;
  beforeEach(async () => {
    running = await runShop('in process');
  });
  afterEach(() => running.close());

  it.each([
    ['a syntax error', { query: '{ me {' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: 'subscription { nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a wrong variable', { query: reviews, variables: { upc: {} } }, 'VALIDATION_ERROR'],
    [
      'a depth of fifty',
      { query: `{ me { ${'reviews { author { '.repeat(25)} id ${'} }'.repeat(25)} } }` },
      'QUERY_TOO_COMPLEX',
    ],
    ['what the subgraph refuses', { query: 'subscription { reviewFails { id } }' }, 'FORBIDDEN'],
  ])('is told in the stream of %s', async (_, body, code) => {
    const stream = await openStream(running.gateway, body);
    await until(() => stream.over);
    expect(stream.status).toBe(200);
    expect(stream.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(stream.events.map(({ event }) => event)).toEqual(['next', 'complete']);
    expect(JSON.parse(stream.events[0]?.data ?? '').errors[0].extensions.code).toBe(code);
  });

  it.each([
    ['a query that is missing', 400, 'BAD_REQUEST', { variables: {} }, {}],
    ['variables that are a list', 400, 'BAD_REQUEST', { query: sales, variables: [] }, {}],
    ['an operation that is not there', 400, 'BAD_REQUEST', { query: sales, operationName: 'Other' }, {}],
    ['a key that is not valid', 401, 'UNAUTHENTICATED', { query: sales }, { 'x-api-key': 'guess' }],
    ['another type of answer', 406, 'BAD_REQUEST', { query: sales }, { accept: 'application/json' }],
    ['a body of 2 MB', 413, 'PAYLOAD_TOO_LARGE', { query: sales, more: 'x'.repeat(2_000_000) }, {}],
  ])('is refused for %s with %i', async (_, status, code, body, headers) => {
    const stream = await openStream(running.gateway, body, headers as unknown as Record<string, string>);
    await until(() => stream.over);
    expect(stream.status).toBe(status);
    expect(JSON.parse(stream.text).errors[0].extensions.code).toBe(code);
  });

  it('cannot mutate by GET', async () => {
    const query = 'mutation { setPrice(input: { upc: "p1", price: 1, currency: IDR }) { price } }';
    const stream = await openStreamByGet(running.gateway, { query });
    await until(() => stream.over);
    expect(stream.status).toBe(405);
    expect(stream.text).toContain('POST');
  });
});
