import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type WebSocket, WebSocketServer } from 'ws';
import { Client, webSocket } from '../sdk/src/index.ts';
import { eventually } from './graph-request.ts';

interface Message {
  type: string;
  id?: string;
  payload?: { variables?: { after?: string | null }; 'x-api-key'?: string };
}

/** What a hub does with a socket that has subscribed behind an event. */
type Answer = (socket: WebSocket, after: number, id: string) => void;

describe('the SDK by websocket, with a hub that is played', () => {
  let server: WebSocketServer;
  let client: Client;
  /** One for each connection to come; the last for all behind it. */
  let answers: Answer[] = [];
  let said: Message[] = [];
  let [begun, ended] = [0, 0];

  beforeAll(async () => {
    server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      handleProtocols: () => 'graphql-transport-ws',
    });
    await once(server, 'listening');
    client = new Client({
      apiKey: 'key',
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      backoffMs: 1,
    });
    server.on('connection', (socket) => {
      begun += 1;
      socket.on('close', () => {
        ended += 1;
      });
      socket.on('message', (data) => {
        const message: Message = JSON.parse(String(data));
        said.push(message);
        if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}');
        if (message.type !== 'subscribe') return;
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        answer?.(socket, Number(message.payload?.variables?.after ?? 0), message.id ?? '');
      });
    });
  });
  afterEach(() => {
    [begun, ended, said] = [0, 0, []];
  });
  afterAll(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });

  /** Sends the events up to `last`, by numbers that are their ids and cursors. */
  const sendUpTo =
    (last: number): Answer =>
    (socket, after, id) => {
      for (let each = after + 1; each <= last; each += 1) {
        const events = { id: String(each), cursor: String(each), type: 'student.created', data: {} };
        socket.send(JSON.stringify({ type: 'next', id, payload: { data: { events } } }));
      }
    };
  const closeWith =
    (code: number, reason: string): Answer =>
    (socket) =>
      socket.close(code, reason);

  /** The ids of the first events, taken one by one. */
  async function take(
    count: number,
    beforeSecond: () => Promise<unknown> = async () => {},
  ): Promise<number[]> {
    const taken: number[] = [];
    for await (const { id } of client.events({ transport: webSocket() })) {
      taken.push(Number(id));
      if (taken.length === 1) await beforeSecond();
      if (taken.length === count) break;
    }
    return taken;
  }
  const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

  it('says who calls in its first message, answers when it is asked, and leaves when nobody listens any more', async () => {
    answers = [
      (socket, after, id) => {
        socket.send('{"type":"ping"}');
        sendUpTo(1)(socket, after, id);
      },
    ];
    await take(1);
    await eventually(() => ended === 1, 'the socket is closed');
    expect(said.map(({ type }) => type)).toEqual(['connection_init', 'subscribe', 'pong']);
    expect(said[0]?.payload).toEqual({ 'x-api-key': 'key' });
  });

  it('keeps no more than some events for one who takes slowly, and fetches the others again: none is lost, none comes twice', async () => {
    answers = [sendUpTo(2500)];
    const taken = await take(2500, () =>
      eventually(() => ended === 1, 'what is too much ends the connection'),
    );
    expect(taken).toEqual(upTo(2500));
    expect(begun).toBeGreaterThan(1);
  });

  it('comes back where the hub stops, has no time, or finds it too slow', async () => {
    const cut = (last: number, code: number, reason: string): Answer => {
      return (socket, after, id) => {
        sendUpTo(last)(socket, after, id);
        socket.close(code, reason);
      };
    };
    const lagged = (socket: WebSocket, after: number, id: string) => {
      sendUpTo(4)(socket, after, id);
      const error = { message: 'Slow.', extensions: { code: 'LAGGED', retryable: true, cursor: '4' } };
      socket.send(JSON.stringify({ type: 'error', id, payload: [error] }));
    };
    answers = [
      cut(1, 1001, 'Going away'),
      cut(2, 1013, 'INTERNAL: The key could not be checked.'),
      cut(3, 4429, 'LAGGED: The client reads more slowly than events come.'),
      lagged,
      (socket) => socket.terminate(),
      (socket, _, id) => socket.send(JSON.stringify({ type: 'complete', id })),
      sendUpTo(5),
    ];
    expect(await take(5)).toEqual(upTo(5));
    expect(begun).toBe(7);
  });

  it.each([
    [4401, 'UNAUTHENTICATED: The key is not valid.', 'UNAUTHENTICATED'],
    [4403, 'FORBIDDEN: The key may not be used from here.', 'FORBIDDEN'],
    [4400, 'Invalid message received', 'UNEXPECTED_ANSWER'],
  ])('does not come back after %s', async (code, reason, expected) => {
    answers = [closeWith(code, reason)];
    await expect(take(1)).rejects.toMatchObject({
      code: expected,
      message: expect.stringContaining(reason.split(': ').at(-1) ?? ''),
    });
    expect(begun).toBe(1);
  });
});
