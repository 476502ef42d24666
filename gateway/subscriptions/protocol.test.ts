import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { type RunningShop, runShop, shopKey } from '../fixtures/running-shop.ts';
import { subscriptionsOf, until } from '../fixtures/websocket-client.ts';

const init = { type: 'connection_init', payload: { 'X-API-Key': shopKey } };
const subscribe = (id: string) => ({
  id,
  type: 'subscribe',
  payload: { query: 'subscription { sold { number } }' },
});

interface Raw {
  socket: WebSocket;
  messages: Record<string, unknown>[];
  closed: { code: number; reason: string } | undefined;
  send(message: unknown): void;
}

describe('graphql-transport-ws', () => {
  let running: RunningShop;
  beforeAll(async () => {
    running = await runShop('in process');
  });
  afterAll(() => running.close());

  async function open(protocol = 'graphql-transport-ws'): Promise<Raw> {
    const socket = new WebSocket(`${running.gateway.url.replace('http', 'ws')}/graphql`, protocol);
    const raw: Raw = {
      socket,
      messages: [],
      closed: undefined,
      send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    };
    socket.on('message', (data) => raw.messages.push(JSON.parse(String(data))));
    socket.on('close', (code, reason) => {
      raw.closed = { code, reason: String(reason) };
    });
    await new Promise((resolve) => socket.once('open', resolve));
    return raw;
  }

  async function acknowledged(): Promise<Raw> {
    const raw = await open();
    raw.send(init);
    await until(() => raw.messages.length === 1);
    expect(raw.messages).toEqual([{ type: 'connection_ack' }]);
    return raw;
  }

  it.each([
    ['what is no JSON', 4400, ['{']],
    ['a message of no known type', 4400, [{ type: 'start' }]],
    ['a message that only servers send', 4400, [{ type: 'connection_ack' }]],
    ['a subscribe without a query', 4400, [init, { type: 'subscribe', id: 'a', payload: {} }]],
    ['a subscribe before the acknowledgement', 4401, [subscribe('a')]],
    ['nothing for three seconds', 4408, []],
    ['an id that is in use', 4409, ['wait', subscribe('a'), subscribe('a')]],
    [
      'an id that is in use and very long',
      4409,
      ['wait', subscribe('é'.repeat(999)), subscribe('é'.repeat(999))],
    ],
    ['a second initialisation', 4429, [init, init]],
    ['more than a megabyte at once', 1009, [{ type: 'ping', payload: { text: 'x'.repeat(1_100_000) } }]],
  ])('closes the socket for %s with %i', async (_, code, messages) => {
    const raw = messages[0] === 'wait' ? await acknowledged() : await open();
    for (const message of messages) if (message !== 'wait') raw.send(message);
    await until(() => raw.closed !== undefined);
    expect(raw.closed?.code).toBe(code);
    await until(async () => (await subscriptionsOf(running.gateway)) === 0);
  });

  it('closes the socket of another protocol with 4406', async () => {
    const socket = new WebSocket(`${running.gateway.url.replace('http', 'ws')}/graphql`);
    const code = await new Promise((resolve) => socket.once('close', resolve));
    expect(code).toBe(4406);
  });

  it('answers a ping with what it said, before and after the initialisation', async () => {
    const raw = await open();
    raw.send({ type: 'ping' });
    raw.send({ type: 'ping', payload: { at: 1 } });
    raw.send({ type: 'pong' });
    await until(() => raw.messages.length === 2);
    expect(raw.messages).toEqual([{ type: 'pong' }, { type: 'pong', payload: { at: 1 } }]);
    raw.socket.terminate();
  });

  it('frames messages of every length, and characters of every kind', async () => {
    const raw = await acknowledged();
    const query = 'subscription { reviewAdded { body } }';
    raw.send({ id: 'ü', type: 'subscribe', payload: { query } });
    await until(() => running.shop.reviewAdded.size === 1);
    const bodies = [1, 60, 61, 62, 63, 64, 65, 66, 100, 5_000, 20_000, 65_470, 65_500, 200_000].map(
      (length) => `${'é😀'.repeat(3)}${'x'.repeat(length)}`,
    );
    for (const body of bodies) {
      running.shop.reviewAdded.publish({ id: 'r', body, stars: 1, authorId: 'u1', productUpc: 'p1' });
    }
    await until(() => raw.messages.length === bodies.length + 1);
    expect(raw.messages.slice(1)).toEqual(
      bodies.map((body) => ({ id: 'ü', type: 'next', payload: { data: { reviewAdded: { body } } } })),
    );
    raw.socket.terminate();
  });

  it('refuses what is more than two hundred operations on a socket, and goes on with the others', async () => {
    const raw = await acknowledged();
    for (let n = 0; n < 201; n += 1) raw.send(subscribe(`s${n}`));
    await until(() => raw.messages.length === 2);
    expect(raw.messages[1]).toMatchObject({
      id: 's200',
      type: 'error',
      payload: [{ extensions: { code: 'TOO_MANY_OPERATIONS', retryable: false } }],
    });
    await until(async () => (await subscriptionsOf(running.gateway)) === 200);
    raw.send({ type: 'complete', id: 's0' });
    await until(async () => (await subscriptionsOf(running.gateway)) === 199);
    raw.send(subscribe('s200'));
    await until(async () => (await subscriptionsOf(running.gateway)) === 200);
    running.shop.sell();
    await until(() => raw.messages.length === 202);
    const ids = raw.messages.slice(2).map(({ id }) => id);
    expect(new Set(ids).size).toBe(200);
    expect(ids).not.toContain('s0');
    raw.socket.close();
    await until(async () => (await subscriptionsOf(running.gateway)) === 0);
  });
});
