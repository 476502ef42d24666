import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { eventually } from './graph-request.ts';
import { startWholeGraph, type WholeGraph } from './whole-graph.ts';

const subscription = `subscription {
  paymentStatusChanged { status payment { id program { name } student { name } } } }`;

/** How a client goes: at which moment, and in which manner. */
type Leaving =
  | 'cut off'
  | 'closing'
  | 'cancelling first'
  | 'cut off while it subscribes'
  | 'cut off while it connects';
const leavings: Leaving[] = [
  'cut off',
  'closing',
  'cancelling first',
  'cut off while it subscribes',
  'cut off while it connects',
];

describe('two hundred subscribers that leave', () => {
  let graph: WholeGraph;
  /** What repeats until it is cleared, in the hub and in what it stands on. */
  const intervals = new Set<unknown>();
  const { setInterval: set, clearInterval: clear } = globalThis;
  beforeAll(async () => {
    globalThis.setInterval = ((...args: Parameters<typeof set>) => {
      const interval = set(...args);
      intervals.add(interval);
      return interval;
    }) as typeof set;
    globalThis.clearInterval = ((interval) => {
      intervals.delete(interval);
      clear(interval);
    }) as typeof clear;
    graph = await startWholeGraph();
  });
  afterAll(async () => {
    await graph.close();
    Object.assign(globalThis, { setInterval: set, clearInterval: clear });
  });

  /** A gauge of the gateway's, read as Prometheus reads it. */
  async function gauge(name: RegExp): Promise<number> {
    const text = await (await fetch(`${graph.gateway.url}/metrics`)).text();
    const line = text.split('\n').find((candidate) => name.test(candidate));
    if (!line) throw new Error(`There is no metric ${name}.`);
    return Number(line.split(' ').at(-1));
  }

  /** Resolves when the client stands as `leaving` wants it to. */
  function subscriber(leaving: Leaving, key: string): Promise<WebSocket> {
    const socket = new WebSocket(graph.graphqlUrl.replace('http', 'ws'), 'graphql-transport-ws');
    const send = (message: object) => socket.send(JSON.stringify(message));
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('open', () => {
        send({ type: 'connection_init', payload: { 'X-API-Key': key } });
        send({ type: 'ping' });
      });
      socket.on('message', (data) => {
        const { type, id } = JSON.parse(String(data));
        // The key is being verified: that takes longer than the answer to a ping.
        if (type === 'pong' && leaving === 'cut off while it connects') resolve(socket);
        if (type === 'connection_ack') {
          send({ type: 'subscribe', id: 's', payload: { query: subscription } });
          if (leaving === 'cut off while it subscribes') resolve(socket);
          // Its answer comes when the subscription before it has been taken in.
          else send({ type: 'subscribe', id: 'q', payload: { query: '{ viewer { id } }' } });
        }
        if (type === 'complete' && id === 'q') resolve(socket);
        if (type === 'error') reject(new Error(String(data)));
      });
    });
  }

  function leave(socket: WebSocket, leaving: Leaving): void {
    if (leaving === 'cancelling first') socket.send(JSON.stringify({ type: 'complete', id: 's' }));
    if (leaving === 'closing' || leaving === 'cancelling first') socket.close(1000);
    else socket.terminate();
  }

  async function comeAndGo(): Promise<void> {
    // To verify one takes a while, in which clients may leave.
    const key = await graph.newKey();
    const clients = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const leaving = leavings[n % leavings.length] as Leaving;
        const socket = await subscriber(leaving, key);
        if (leaving.startsWith('cut off while')) leave(socket, leaving);
        return { socket, leaving };
      }),
    );
    const staying = clients.filter(({ leaving }) => !leaving.startsWith('cut off while'));
    await eventually(
      async () => (await gauge(/^hub_graphql_subscriptions \d/)) >= staying.length,
      'all have subscribed',
    );
    for (const { socket, leaving } of staying) leave(socket, leaving);
  }

  /** Whether no key is looked at for as long as some checks of an open socket's would take. */
  async function keysAreLeftAlone(): Promise<boolean> {
    const checks = graph.keyChecks();
    await new Promise((resolve) => setTimeout(resolve, 350));
    return graph.keyChecks() === checks;
  }

  it('leave no consumer, no socket and no timer behind', async () => {
    const consumers = graph.hub.events.consumers;
    const before = intervals.size;
    for (const round of ['first', 'second']) {
      await comeAndGo();
      const left = (what: string) => `no ${what} is left after the ${round} time`;
      await eventually(() => graph.hub.events.consumers === consumers, left('consumer of the log'));
      await eventually(async () => (await gauge(/^hub_websocket_connections \d/)) === 0, left('socket'));
      await eventually(
        async () => (await gauge(/^hub_graphql_subscriptions \d/)) === 0,
        left('subscription'),
      );
      await eventually(keysAreLeftAlone, left('check of a key'));
      expect(intervals.size).toBe(before);
    }
  }, 240_000);
});
