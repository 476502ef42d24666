import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { HubError } from '../../platform/errors.ts';
import { modes, type RunningShop, runShop } from '../fixtures/running-shop.ts';
import type { Review } from '../fixtures/shop.ts';
import { connect, receive, subscriptionsOf, until } from '../fixtures/websocket-client.ts';

const review: Review = { id: 'r1', body: 'new', stars: 5, authorId: 'u4', productUpc: 'p4' };
const query = 'subscription($upc: ID) { reviewAdded(upc: $upc) { body product { name } } }';

describe.each(modes)('a subscription whose source fails, subgraphs %s', (mode) => {
  let running: RunningShop;
  beforeEach(async () => {
    running = await runShop(mode);
  });
  afterEach(() => running.close());

  const topic = () => running.shop.reviewAdded;

  it.each([
    ['LAGGED', true],
    ['CURSOR_EXPIRED', false],
    ['UPSTREAM_UNAVAILABLE', true],
  ] as const)(
    'ends with %s and the cursor to go on from, after what was sent before',
    async (code, retryable) => {
      const client = connect(running.gateway);
      const received = receive(client, { query });
      await until(() => topic().size === 1);
      topic().publish(review);
      topic().fail(new HubError(code, { extensions: { cursor: 'c1' } }));
      await until(() => received.end !== undefined);
      expect(received.results).toEqual([
        { data: { reviewAdded: { body: 'new', product: { name: 'Product 4' } } } },
      ]);
      expect(received.end?.error).toEqual([
        { message: new HubError(code).message, extensions: { code, retryable, cursor: 'c1' } },
      ]);
      const next = receive(client, { query: '{ me { id } }' });
      await until(() => next.results.length === 1);
      const metrics = await (await fetch(`${running.gateway.url}/metrics`)).text();
      expect(metrics).toMatch(/^hub_graphql_subscriptions 0$/m);
      await client.dispose();
    },
  );

  it('closes the socket with 4429 when so much is unread that the error could not be written', async () => {
    const sockets: WebSocket[] = [];
    class Watched extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol);
        sockets.push(this);
      }
    }
    const client = connect(running.gateway, { webSocketImpl: Watched });
    const others = Array.from({ length: 40 }, () => receive(client, { query, variables: { upc: 'p4' } }));
    const idle = receive(client, { query, variables: { upc: 'p7' } });
    await until(async () => (await subscriptionsOf(running.gateway)) === 41);
    await until(() => topic().size === 2);
    const [socket] = sockets;
    socket?.pause();
    topic().publish({ ...review, body: 'x'.repeat(1024 * 1024) });
    const metrics = async () => await (await fetch(`${running.gateway.url}/metrics`)).text();
    // Each of the forty has its message in the socket once it has been completed at the other subgraph.
    await until(async () => fetches(await metrics()) === 1);
    topic().fail(new HubError('LAGGED', { extensions: { cursor: 'c1' } }));
    await until(async () => !/^hub_graphql_subscriptions 41$/m.test(await metrics()));
    socket?.resume();
    // Forty messages of a megabyte are to be read first.
    await until(() => idle.end !== undefined && others.every(({ end }) => end !== undefined));
    expect(idle.end?.error).toMatchObject({ code: 4429, reason: expect.stringContaining('LAGGED') });
    await until(async () => /^hub_graphql_subscriptions 0$/m.test(await metrics()));
  });
});

/** How often the subgraph that has the products was asked. */
function fetches(metrics: string): number {
  const pattern = /^hub_subgraph_fetch_duration_seconds_count\{subgraph="products",outcome="ok"\} (\d+)$/m;
  return Number(pattern.exec(metrics)?.[1] ?? 0);
}
