import { connect as connectTcp, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { type RunningShop, runShop, shopKey } from '../fixtures/running-shop.ts';
import { subscriptionsOf, until } from '../fixtures/websocket-client.ts';

describe('a websocket that misbehaves', () => {
  let running: RunningShop;
  beforeAll(async () => {
    running = await runShop('in process');
  });
  afterAll(() => running.close());

  interface Opened {
    socket: WebSocket;
    said: string[];
    closed: () => { code: number; reason: string } | undefined;
  }
  async function open(): Promise<Opened> {
    const address = `${running.gateway.url.replace('http', 'ws')}/graphql`;
    const socket = new WebSocket(address, 'graphql-transport-ws');
    const said: string[] = [];
    let closed: { code: number; reason: string } | undefined;
    socket.on('message', (data) => said.push(String(data)));
    socket.on('error', () => {});
    socket.on('close', (code, reason) => {
      closed = { code, reason: String(reason) };
    });
    await new Promise((resolve) => socket.once('open', resolve));
    return { socket, said, closed: () => closed };
  }
  const init = JSON.stringify({ type: 'connection_init', payload: { 'X-API-Key': shopKey } });
  const subscribe = (id: string, query = 'subscription { sold { number } }') =>
    JSON.stringify({ id, type: 'subscribe', payload: { query } });

  it.each([
    [
      'a first message of ten megabytes',
      [JSON.stringify({ type: 'connection_init', payload: { a: 'x'.repeat(10_000_000) } })],
      1009,
    ],
    ['an operation before it is initialised', [subscribe('1')], 4401],
    [
      'a mutation before it is initialised',
      [subscribe('1', 'mutation { setPrice(input: {upc: "p9", price: 1, currency: IDR}) { price } }')],
      4401,
    ],
    ['an operation right behind its initialisation, unanswered', [init, subscribe('1')], 4401],
    ['a second initialisation', [init, init], 4429],
    ['no JSON', ['{'], 4400],
    ['JSON that is no message', ['[]'], 4400],
    [
      'a message that there is not',
      ['{"type": "start", "id": "1", "payload": {"query": "{ me { id } }"}}'],
      4400,
    ],
  ])('is closed for %s', async (_, messages, code) => {
    const { socket, closed } = await open();
    for (const message of messages) socket.send(message);
    await until(() => closed() !== undefined);
    expect(closed()?.code).toBe(code);
    expect((await fetch(`${running.gateway.url}/health/live`)).status).toBe(200);
  });

  it('that subscribes a thousand times has two hundred, and is told so of the others', async () => {
    const { socket, said } = await open();
    socket.send(init);
    await until(() => said.length === 1);
    for (let n = 0; n < 1_000; n++) socket.send(subscribe(`s${n}`));
    await until(() => said.length === 801);
    expect(said.slice(1).every((text) => text.includes('"code":"TOO_MANY_OPERATIONS"'))).toBe(true);
    await until(async () => (await subscriptionsOf(running.gateway)) === 200);
    socket.terminate();
    await until(async () => (await subscriptionsOf(running.gateway)) === 0);
  });

  it('that never says who it is is closed within a few seconds', async () => {
    const { closed } = await open();
    await until(() => closed() !== undefined);
    expect(closed()).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
  });

  it.each([
    ['another path', 'GET /elsewhere HTTP/1.1', 'HTTP/1.1 404'],
    ['no key of its own', 'GET /graphql HTTP/1.1', 'HTTP/1.1 400'],
  ])('that is opened with %s is refused', async (_, line, answer) => {
    const { socket, text } = tcp();
    socket.write(`${line}\r\nhost: hub\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`);
    await until(() => text().startsWith(answer));
    socket.destroy();
  });

  it('cannot hide a second request behind the first', async () => {
    for (const smuggled of [
      'content-length: 4\r\ntransfer-encoding: chunked',
      'content-length: 4\r\ncontent-length: 40',
      'transfer-encoding: chunked, identity',
      'transfer-encoding : chunked',
    ]) {
      const { socket, text } = tcp();
      socket.write(
        `POST /graphql HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\nx-api-key: ${shopKey}\r\n${smuggled}\r\n\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\nhost: hub\r\n\r\n`,
      );
      await until(() => text().includes('\r\n\r\n'));
      expect([smuggled, text().slice(0, 12)]).toEqual([smuggled, 'HTTP/1.1 400']);
      expect(text().split('HTTP/1.1 ')).toHaveLength(2);
      socket.destroy();
    }
  });

  function tcp(): { socket: Socket; text: () => string } {
    const socket = connectTcp(Number(new URL(running.gateway.url).port), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', () => {});
    return { socket, text: () => text };
  }
});
