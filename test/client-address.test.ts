import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { openStream } from '../gateway/fixtures/event-stream.ts';
import { post, type RunningShop, runShop } from '../gateway/fixtures/running-shop.ts';
import { connect, receive, until } from '../gateway/fixtures/websocket-client.ts';
import { forwardTo } from '../gateway/forward.ts';
import type { Authenticator, Credentials } from '../platform/auth/authenticator.ts';
import { recognise } from '../platform/auth/known-caller.ts';
import { anonymous } from '../platform/auth/principal.ts';
import { HubError } from '../platform/errors.ts';
import type { RequestEntry } from '../platform/request-log/request-entry.ts';
import { Lifecycle } from '../run/lifecycle.ts';
import { startService } from '../run/service.ts';

const partner = '203.0.113.7';
const query = '{ __typename }';

/** Lets in who calls from one address, and keeps whence others came. */
class FromOneAddress implements Authenticator {
  readonly seen: (string | undefined)[] = [];
  admitted: string | undefined = partner;

  async authenticate({ address }: Credentials) {
    this.seen.push(address);
    if (address !== this.admitted) throw new HubError('UNAUTHENTICATED', { message: `not from ${address}` });
    return anonymous;
  }
}

interface Front {
  running: RunningShop;
  authenticator: FromOneAddress;
}

describe('the address of a client', () => {
  const lifecycle = new Lifecycle();
  let trusting: Front;
  let alone: Front;
  const logged: RequestEntry[] = [];
  beforeAll(async () => {
    const baseUrl = await startService(lifecycle, { HOST: '127.0.0.1', PORT: 0 }, {}, (app) => {
      app.get('/whoami', async (request) => ({
        ip: request.ip,
        host: request.host,
        forwarded: [request.headers.forwarded, request.headers['x-real-ip']],
      }));
      app.get('/whoami/wallet', async (_request, reply) => {
        recognise({ kind: 'service', id: 'wallet:gopay', organisationId: null });
        return reply.send({});
      });
    });
    const start = async (trustedProxies: string[]): Promise<Front> => {
      const authenticator = new FromOneAddress();
      const routes = [forwardTo({ prefixes: ['/whoami'], baseUrl })];
      const requestLog = { add: (entry: RequestEntry) => logged.push(entry) };
      const running = await runShop('in process', { authenticator, trustedProxies, routes, requestLog });
      return { running, authenticator };
    };
    trusting = await start(['127.0.0.0/8', '10.1.0.0/16']);
    alone = await start([]);
  });
  afterAll(async () => {
    await trusting.running.close();
    await alone.running.close();
    await lifecycle.close();
  });

  async function askedOverHttp({ running }: Front, headers: Record<string, string>): Promise<number> {
    return (await post(running.gateway, { query }, headers)).status;
  }

  async function askedOverSse({ running }: Front, headers: Record<string, string>): Promise<number> {
    const stream = await openStream(running.gateway, { query }, headers);
    stream.leave();
    return stream.status;
  }

  async function askedOverWebsocket({ running }: Front, headers: Record<string, string>): Promise<number> {
    class WithHeaders extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { headers });
      }
    }
    const client = connect(running.gateway, { webSocketImpl: WithHeaders });
    const received = receive(client, { query });
    await until(() => received.end !== undefined);
    await client.dispose();
    return (received.end?.error as { code?: number } | undefined)?.code ?? 200;
  }

  const transports = [
    ['over HTTP', askedOverHttp, 401],
    ['as server-sent events', askedOverSse, 401],
    ['by websocket', askedOverWebsocket, 4401],
  ] as const;

  it.each(transports)('is what a trusted proxy says, %s', async (_, ask, _refused) => {
    expect(await ask(trusting, { 'x-forwarded-for': partner })).toBe(200);
    expect(await ask(trusting, { 'x-forwarded-for': `${partner}, 10.1.2.3` })).toBe(200);
  });

  it.each(transports)('is no invention of the client’s, %s', async (_, ask, refused) => {
    expect(await ask(alone, { 'x-forwarded-for': partner, 'x-real-ip': partner })).toBe(refused);
    expect(await ask(alone, { forwarded: `for=${partner}` })).toBe(refused);
    expect(new Set(alone.authenticator.seen)).toEqual(new Set(['127.0.0.1']));
    // What a client wrote stands before what the proxy added.
    expect(await ask(trusting, { 'x-forwarded-for': `${partner}, 198.51.100.9` })).toBe(refused);
    expect(trusting.authenticator.seen.at(-1)).toBe('198.51.100.9');
  });

  it('is looked at again while a websocket is open', async () => {
    const authenticator = new FromOneAddress();
    authenticator.admitted = '127.0.0.1';
    const running = await runShop('in process', { authenticator, keyCheckMs: 20 });
    let code: number | undefined;
    const client = connect(running.gateway, {
      lazy: false,
      onNonLazyError: () => {},
      on: {
        closed: (event) => {
          ({ code } = event as { code: number });
        },
      },
    });
    await until(() => authenticator.seen.length > 4);
    authenticator.admitted = partner;
    await until(() => code === 4401);
    expect(new Set(authenticator.seen)).toEqual(new Set(['127.0.0.1']));
    await client.dispose();
    await running.close();
  });

  it('reaches the process of a subgraph as the gateway has it, whatever else a request says', async () => {
    const forged = {
      'x-forwarded-for': partner,
      'x-forwarded-host': 'evil.example',
      'x-real-ip': partner,
      forwarded: `for=${partner}`,
    };
    const seenBy = async ({ running }: Front) =>
      (await fetch(`${running.gateway.url}/whoami`, { headers: forged })).json();
    expect(await seenBy(alone)).toEqual({
      ip: '127.0.0.1',
      host: new URL(alone.running.gateway.url).host,
      forwarded: [null, null],
    });
    expect(await seenBy(trusting)).toMatchObject({ ip: partner, forwarded: [null, null] });
  });

  it('stands in the request log beside whom a route in a subgraph’s process has recognised, which the client does not see', async () => {
    logged.length = 0;
    const forged = { 'x-hub-caller': Buffer.from('{"kind":"platform","id":"me"}').toString('base64url') };
    const response = await fetch(`${alone.running.gateway.url}/whoami/wallet`, { headers: forged });
    expect(response.headers.get('x-hub-caller')).toBeNull();
    await fetch(`${alone.running.gateway.url}/whoami`, { headers: forged });
    await until(() => logged.length === 2);
    expect(logged.map(({ path, principal }) => [path, principal.kind, principal.id])).toEqual([
      ['/whoami/*', 'service', 'wallet:gopay'],
      ['/whoami', 'anonymous', 'anonymous'],
    ]);
  });
});
