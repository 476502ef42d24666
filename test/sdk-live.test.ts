import { beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import {
  type Client,
  type ClientOptions,
  type HubEvent,
  type StreamTransport,
  webSocket,
} from '../sdk/src/index.ts';
import { eventually } from './graph-request.ts';
import { readLog } from './resuming-subscriber.ts';
import { email, SdkScene } from './sdk-scene.ts';
import { startReceivers } from './webhook-receivers.ts';

describe('the SDK that listens to a hub', () => {
  const scene = SdkScene.set();
  let hub: SdkScene['hub'];
  let between: SdkScene['between'];
  let credentials: SdkScene['credentials'];
  let apiKey: string;
  let client: Client;
  beforeAll(() => {
    ({ hub, between, credentials, apiKey, client } = scene);
  });
  const clientWith = (options?: Partial<ClientOptions>) => scene.clientWith(options);

  it.each<[string, string, StreamTransport | undefined]>([
    ['server-sent events', 'POST /graphql/stream', undefined],
    ['a websocket of the platform', 'UPGRADE /graphql', webSocket()],
    ['a websocket that was given', 'UPGRADE /graphql', webSocket(WebSocket)],
  ])(
    'goes on with live events where they broke off, without a gap and without a repeat, by %s',
    async (_, request, transport) => {
      const heard: HubEvent<'student.created'>[] = [];
      const ended = new AbortController();
      const options = { types: ['student.created'] as const, ...(transport && { transport }) };
      const listening = (async () => {
        for await (const event of client.events({ ...options, signal: ended.signal })) heard.push(event);
      })();
      await eventually(() => between.requests.at(-1) === request, 'the stream is asked for');
      const create = async (n: number) => {
        for (let each = 0; each < n; each += 1)
          await clientWith({ baseUrl: hub.url }).students.create({ name: 'E', email: email() });
      };
      await eventually(async () => {
        await create(1);
        return heard.length > 0;
      }, 'the first event comes');
      const before = heard.length;
      between.breakAll();
      await create(3);
      between.breakAll();
      await create(2);
      await eventually(() => heard.length >= before + 5, 'all events come');
      expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length);
      const names: string[] = [];
      for await (const event of client.events({ ...options, after: heard[before - 1]?.cursor ?? null })) {
        names.push(event.data.student_id);
        if (names.length === 5) break;
      }
      expect(names).toEqual(heard.slice(before, before + 5).map(({ data }) => data.student_id));
      ended.abort();
      await listening;
      const wrong = client.events({ ...options, after: 'no cursor' });
      await expect(wrong.next()).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
      const nobody = clientWith({ accessToken: 'none', apiKey: undefined, apiSecret: undefined } as never);
      await expect(nobody.events(options).next()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    },
  );

  it('goes on listening with another access token when its own is no longer good', async () => {
    const tokens: string[] = [];
    const fresh = clientWith({
      async fetch(input, init) {
        const answer = await fetch(input, init);
        if (String(input).endsWith('/oauth/token'))
          tokens.push(((await answer.clone().json()) as { access_token: string }).access_token);
        return answer;
      },
    });
    const { cursor: after } = await readLog(`${hub.url}/graphql`, apiKey, ['student.created']);
    const heard: string[][] = [[], []];
    const ended = new AbortController();
    const { signal } = ended;
    const listening = [undefined, webSocket()].map(async (transport, at) => {
      const options = { types: ['student.created'] as const, after, signal, ...(transport && { transport }) };
      for await (const { data } of fresh.events(options)) heard[at]?.push(data.student_id);
    });
    const first = await client.students.create({ name: 'F', email: email() });
    const both = (id: string) => heard.every((ids) => ids.includes(id));
    await eventually(() => both(first.id), 'both hear of the first');
    const form = {
      client_id: credentials.apiKey,
      client_secret: credentials.apiSecret,
      token: tokens[0] ?? '',
    };
    await fetch(`${hub.url}/oauth/revoke`, { method: 'POST', body: new URLSearchParams(form) });
    await eventually(() => tokens.length > 1, 'another token is asked for');
    const second = await client.students.create({ name: 'G', email: email() });
    await eventually(() => both(second.id), 'both hear of the second');
    expect(heard).toEqual([
      [first.id, second.id],
      [first.id, second.id],
    ]);
    ended.abort();
    await Promise.all(listening);
  });

  it('hands deliveries to handlers in Express, in Fastify, in Node alone and at the edge, and nobody else’s', async () => {
    const heard: string[] = [];
    const delivered: object[] = [];
    const { cursor: after } = await readLog(`${hub.url}/graphql`, apiKey, ['student.created']);
    const servers = await startReceivers();
    for (const { kind, url, receive, Client } of servers) {
      const { id, secret } = await client.webhooks.create({ name: kind, url, events: ['student.created'] });
      const receiving = scene.clientWith({ webhookSecret: secret }, Client);
      receiving.webhooks.on('student.created', ({ data, ...event }) => {
        heard.push(`${kind} ${data.name}`);
        delivered.push(event);
      });
      await receive(receiving.webhooks);
      await receiving.students.create({ name: kind, email: email() });
      await eventually(() => heard.includes(`${kind} ${kind}`), `${kind} is told`);
      const forged = {
        'content-type': 'application/json',
        'webhook-id': 'evt_1',
        'webhook-signature': 'v1,AAAA',
      };
      const now = String(Math.floor(Date.now() / 1000));
      const answer = await fetch(url, {
        method: 'POST',
        headers: { ...forged, 'webhook-timestamp': now },
        body: JSON.stringify({ event: 'student.created', data: { name: 'forged' } }),
      });
      expect([kind, answer.status]).toEqual([kind, 401]);
      await client.webhooks.delete(id);
    }
    for (const { close } of servers) await close();
    expect(heard).toHaveLength(servers.length);
    const types = ['student.created'] as const;
    const live: object[] = [];
    const atEdge = scene.clientWith({}, servers.find(({ kind }) => kind === 'edge')?.Client);
    for await (const event of atEdge.events({ types, after })) {
      const { data: _, cursor, subject_type, subject_id, request_id, ...members } = event;
      expect([cursor, subject_type, subject_id, request_id]).toEqual(Array(4).fill(expect.any(String)));
      if (live.push(members) === delivered.length) break;
    }
    expect(live).toEqual(delivered);
  });
});
