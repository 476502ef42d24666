import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { type RunningShop, runShop, shopKey } from '../fixtures/running-shop.ts';
import { answerBy, transports } from '../fixtures/transports.ts';
import { connect, receive, until } from '../fixtures/websocket-client.ts';

const poison = '{"polluted": "yes", "kind": "platform", "scopes": ["admin"], "code": "POLLUTED"}';
const setPrice = 'mutation Set($input: PriceInput!) { setPrice(input: $input) { price } }';
const input = '"upc": "p8", "price": 5, "currency": "IDR"';

/** No object has got anything that it was not given. */
function expectClean(): void {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Object.keys(Array.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
}

describe('JSON that reaches for prototypes', () => {
  let running: RunningShop;
  beforeAll(async () => {
    running = await runShop('in process');
  });
  afterAll(() => running.close());

  async function postText(body: string, path = '/graphql') {
    const response = await fetch(running.gateway.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': shopKey, accept: '*/*' },
      body,
    });
    return { status: response.status, text: await response.text() };
  }

  it.each([
    ['the request', `{"query": "{ me { id } }", "__proto__": ${poison}}`],
    ['the request’s constructor', `{"query": "{ me { id } }", "constructor": {"prototype": ${poison}}}`],
    [
      'the variables',
      `{"query": ${JSON.stringify(setPrice)}, "variables": {"__proto__": ${poison}, "input": {${input}}}}`,
    ],
    [
      'an input',
      `{"query": ${JSON.stringify(setPrice)}, "variables": {"input": {${input}, "__proto__": ${poison}}}}`,
    ],
    [
      'an input’s constructor',
      `{"query": ${JSON.stringify(setPrice)}, "variables": {"input": {${input}, "constructor": {"prototype": ${poison}}}}}`,
    ],
    [
      'the extensions',
      `{"query": "{ me { id } }", "extensions": {"persistedQuery": {"__proto__": ${poison}}}}`,
    ],
  ])('in %s is refused', async (_, body) => {
    for (const path of ['/graphql', '/graphql/stream']) {
      const { status, text } = await postText(body, path);
      expect([path, status]).toEqual([path, 400]);
      expect(text).toContain('"code":"BAD_REQUEST"');
      expect(text).not.toContain('POLLUTED');
    }
    expectClean();
  });

  it('in the variables of a GET, or over a websocket, is no one’s prototype', async () => {
    const variables = `{"__proto__": ${poison}, "input": {${input}, "__proto__": ${poison}}}`;
    const search = new URLSearchParams({
      query: setPrice.replace('mutation', 'query').replace(/\{ setPrice.*/, '{ me { id } }'),
      variables,
    });
    await (
      await fetch(`${running.gateway.url}/graphql?${search}`, { headers: { 'x-api-key': shopKey } })
    ).text();
    const socket = new WebSocket(
      `${running.gateway.url.replace('http', 'ws')}/graphql`,
      'graphql-transport-ws',
    );
    const said: string[] = [];
    socket.on('message', (data) => said.push(String(data)));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(
      `{"type": "connection_init", "payload": {"__proto__": {"X-API-Key": "${shopKey}"}, "headers": {"__proto__": {"x-api-key": "${shopKey}"}}}}`,
    );
    await until(() => said.length === 1);
    socket.send(
      `{"id": "__proto__", "type": "subscribe", "payload": {"query": ${JSON.stringify(setPrice)}, "variables": ${variables}}}`,
    );
    socket.send(
      `{"id": "2", "type": "subscribe", "payload": {"query": "{ whoAmI { kind } }", "__proto__": {"operationName": "x"}}}`,
    );
    await until(() => said.some((text) => text.includes('"id":"2","type":"complete"')));
    expect(said.join()).toContain('"kind":"anonymous"');
    expect(
      JSON.parse(said.find((text) => text.includes('"__proto__"')) ?? '{}').payload[0].extensions.code,
    ).toBe('VALIDATION_ERROR');
    socket.terminate();
    expectClean();
  });

  it.each(transports)(
    'as the name of a variable, or of a field of the answer, is a name like others over %s',
    async (transport) => {
      const query = `query($__proto__: ID! = "u3", $constructor: ID = "u4") {
      __proto__: user(id: $__proto__) { __proto__: name constructor: id reviews { __proto__: author { prototype: name } } }
      constructor: user(id: $constructor) { toString: name hasOwnProperty: id } }`;
      const answer = await answerBy(transport, running, { query });
      expect(Object.keys(answer)).toEqual(['data']);
      expect(JSON.stringify(answer)).toContain('"toString":"User 4"');
      expectClean();
    },
  );

  it('that has a key twice is read once, by its last', async () => {
    const { text } = await postText('{"query": "{ users { id } }", "query": "{ whoAmI { id } }"}');
    expect(JSON.parse(text)).toEqual({ data: { whoAmI: { id: 'shopkeeper' } } });
  });
});

describe('a body that is larger than it looks', () => {
  let running: RunningShop;
  beforeAll(async () => {
    running = await runShop('in process');
  });
  afterAll(() => running.close());

  const post = (body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${running.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': shopKey, ...headers },
      body,
    });

  it.each(['gzip', 'deflate', 'br', 'gzip, gzip'])('is not unpacked: %s is refused', async (encoding) => {
    const bomb = gzipSync(JSON.stringify({ query: `{ me { id } } #${'x'.repeat(20_000_000)}` }));
    expect(bomb.length).toBeLessThan(100_000);
    const before = process.memoryUsage().arrayBuffers;
    const response = await post(bomb, { 'content-encoding': encoding });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('BAD_REQUEST');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(15_000_000);
  });

  it('of ten megabytes is refused, with its length or without', async () => {
    const large = JSON.stringify({ query: '{ me { id } }', variables: { x: 'x'.repeat(10_000_000) } });
    const parts = new ReadableStream({
      start(controller) {
        for (let at = 0; at < large.length; at += 1_000_000) {
          controller.enqueue(new TextEncoder().encode(large.slice(at, at + 1_000_000)));
        }
        controller.close();
      },
    });
    for (const init of [{ body: large }, { body: parts, duplex: 'half' }]) {
      const response = await fetch(`${running.gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': shopKey },
        ...init,
      } as RequestInit);
      expect(response.status).toBe(413);
      expect(await response.text()).toContain('PAYLOAD_TOO_LARGE');
    }
  });

  it.each([
    [
      'brackets',
      `{"query": "{ me { id } }", "variables": {"x": ${'['.repeat(400_000)}${']'.repeat(400_000)}}}`,
    ],
    [
      'objects',
      `{"query": "{ me { id } }", "variables": {"x": ${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}}`,
    ],
    [
      'brackets where nobody looks',
      `{"query": "{ me { id } }", "operationName": null, "extensions": {"x": ${'['.repeat(400_000)}${']'.repeat(400_000)}}}`,
    ],
  ])('with hundreds of thousands of %s harms nobody', async (_, body) => {
    const response = await post(body);
    expect([200, 400]).toContain(response.status);
    expect((await post('{"query": "{ me { id } }"}')).status).toBe(200);
  });
});

describe('a websocket’s first message', () => {
  it('of hundreds of thousands of brackets, or of a hundred thousand parameters, harms nobody', async () => {
    const running = await runShop('in process');
    const address = `${running.gateway.url.replace('http', 'ws')}/graphql`;
    for (const payload of [
      `{"a": ${'['.repeat(400_000)}${']'.repeat(400_000)}}`,
      `{${Array.from({ length: 60_000 }, (_, n) => `"p${n}":1`).join()}}`,
    ]) {
      const socket = new WebSocket(address, 'graphql-transport-ws');
      const said: unknown[] = [];
      socket.on('message', (data) => said.push(data));
      socket.once('close', (code) => said.push(code));
      await new Promise((resolve) => socket.once('open', resolve));
      socket.send(`{"type": "connection_init", "payload": ${payload}}`);
      await until(() => said.length > 0);
      socket.terminate();
    }
    const client = connect(running.gateway);
    const received = receive(client, { query: '{ me { id } }' });
    await until(() => received.end !== undefined);
    expect(received.results).toEqual([{ data: { me: { id: 'u0' } } }]);
    await client.dispose();
    await running.close();
  });
});
