import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type RunningShop, runShop, shopKey } from '../fixtures/running-shop.ts';
import { headers as documented } from '../rest/openapi/responses.ts';
import type { GatewayOptions } from '../server.ts';

const whoAmI = '{ whoAmI { kind } }';
const documentedHeaders = Object.values(documented).map(([name]) => name);

describe('a page of another origin that has a key', () => {
  const app = 'https://app.example';
  const local = 'http://localhost:5173';
  let open: RunningShop;
  let listed: RunningShop;
  beforeAll(async () => {
    open = await runShop('in process', { callingOrigins: '*' });
    listed = await runShop('in process', { callingOrigins: [app, local] });
  });
  afterAll(() => Promise.all([open.close(), listed.close()]));

  const preflight = (shop: RunningShop, path: string, origin: string) =>
    fetch(shop.gateway.url + path, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-api-key',
      },
    });
  const ask = (shop: RunningShop, origin: string, init: RequestInit = {}) =>
    fetch(`${shop.gateway.url}/graphql`, {
      method: 'POST',
      body: JSON.stringify({ query: whoAmI }),
      ...init,
      headers: { origin, 'content-type': 'application/json', 'x-api-key': shopKey, ...init.headers },
    });
  const allowedBy = ({ headers }: Response) => headers.get('access-control-allow-origin');

  it.each([
    '/graphql',
    '/graphql/stream',
    '/v1/students',
    '/api/docs/openapi.json',
    '/oauth/token',
    '/v1/me?a=b',
    '/credentials/wallet/credential',
    '/permits/documents/files?link=abc',
  ])('is given leave once for two hours, by everything that programs call: %s', async (path) => {
    const answer = await preflight(open, path, app);
    expect([answer.status, await answer.text(), allowedBy(answer)]).toEqual([204, '', '*']);
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST, PUT, PATCH, DELETE');
    const names = answer.headers.get('access-control-allow-headers')?.split(', ');
    expect(names).toEqual(expect.arrayContaining(['Authorization', 'X-API-Key', 'Idempotency-Key', '*']));
    expect(answer.headers.get('access-control-max-age')).toBe('7200');
  });

  it('reads the answer, with every header that is documented, and refusals too', async () => {
    const answers = [
      await ask(open, app),
      await ask(open, app, { headers: { 'x-api-key': 'wrong' } }),
      await ask(open, app, { body: 'x'.repeat(3_000_000) }),
      await ask(open, app, { method: 'PUT' }),
      await fetch(`${open.gateway.url}/v1/nothing`, { headers: { origin: app } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 413, 405, 404]);
    for (const answer of answers) {
      expect([allowedBy(answer), answer.headers.get('vary')]).toEqual(['*', 'Origin']);
      const names = answer.headers.get('access-control-expose-headers')?.toLowerCase().split(', ');
      for (const name of documentedHeaders) expect(names).toContain(name);
    }
  });

  it('is one of the list where there is one, letter by letter', async () => {
    for (const origin of [app, local]) {
      for (const answer of [await ask(listed, origin), await preflight(listed, '/graphql', origin)]) {
        expect([allowedBy(answer), answer.headers.get('vary')]).toEqual([origin, 'Origin']);
      }
    }
    const others = [
      'null',
      `${app}.evil.example`,
      'http://app.example',
      `${app}:8443`,
      'https://APP.example',
      `${app}/`,
    ];
    for (const origin of others) {
      for (const answer of [await ask(listed, origin), await preflight(listed, '/graphql', origin)]) {
        expect([allowedBy(answer), answer.headers.get('vary')]).toEqual([null, 'Origin']);
      }
    }
  });

  it.each([
    '/oauth/authorize',
    '/oauth/authorize/abc',
    '/oauth/sign-in/abc',
    '/oauth/consent/abc',
    '/oauth/sign-out',
    '/oauth/introspect',
    '/account/password',
    '/api/v1/integrations/linkedin/connect?ticket=abc',
    '/auth/linkedin/callback',
    '/api/v1/payments/callback/gopay',
    '/metrics',
    '/graphqlx',
    '/%67raphql',
    '//graphql',
  ])('is let near no page of the hub, and nothing that only outside systems call: %s', async (path) => {
    for (const shop of [open, listed]) {
      const answers = [
        await preflight(shop, path, app),
        await fetch(shop.gateway.url + path, { headers: { origin: app } }),
      ];
      for (const { headers } of answers) {
        expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
    }
  });
});

const executablePath = '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
if (!hasBrowser)
  console.warn(`No page of another origin calls from a browser: there is no ${executablePath}.`);
const inBrowser = hasBrowser ? describe : describe.skip;

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  credentials?: 'include';
}

inBrowser('a page of another origin in Chromium', () => {
  let site: Server;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    site = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end('<title>app</title>'),
    );
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    browser = await chromium.launch({
      timeout: 90_000,
      executablePath,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    page = await browser.newPage();
    page.setDefaultTimeout(90_000);
    await page.goto(origin());
  });
  afterAll(async () => {
    await browser?.close();
    site.close();
  });
  const origin = () => `http://localhost:${(site.address() as AddressInfo).port}`;

  /** What the page reads of an answer; the browser’s complaint when it may not. */
  const read = (url: string, init: Sent = {}) =>
    page.evaluate(
      async ([url, init]) => {
        try {
          const answer = await fetch(url, init);
          const id = answer.headers.get('x-request-id');
          return `${answer.status} ${id === null ? 'no id' : 'id'} ${(await answer.text()).trim()}`;
        } catch (error) {
          return String(error);
        }
      },
      [url, init] as const,
    );
  const refused = 'TypeError: Failed to fetch';
  const asked = { method: 'POST', body: JSON.stringify({ query: whoAmI }) };
  const withKey = { ...asked, headers: { 'content-type': 'application/json', 'x-api-key': shopKey } };

  it.each<[string, () => GatewayOptions['callingOrigins'], boolean]>([
    ['all may call', () => '*', true],
    ['it is listed', () => [origin()], true],
    ['another is listed', () => ['https://app.example'], false],
    ['none may call', () => [], false],
  ])('calls with its key, where %s', async (_, origins, may) => {
    const callingOrigins = origins();
    const { gateway, close } = await runShop('in process', callingOrigins ? { callingOrigins } : {});
    const graph = `${gateway.url}/graphql`;
    expect(await read(graph, withKey)).toBe(
      may ? '200 id {"data":{"whoAmI":{"kind":"organisation"}}}' : refused,
    );
    const stream = { ...withKey, headers: { ...withKey.headers, accept: 'text/event-stream' } };
    const streamed = await read(`${graph}/stream`, stream);
    if (may) expect(streamed).toContain('event: next');
    else expect(streamed).toBe(refused);
    // What was refused can be read as well; what a form could send is refused as ever, and cookies are never taken.
    const simple = await read(`${graph}?query=${encodeURIComponent(whoAmI)}`);
    if (may) expect(simple).toMatch(/^400 id .*A page of another site could have sent this/);
    else expect(simple).toBe(refused);
    expect(await read(graph, { ...withKey, credentials: 'include' })).toBe(refused);
    await close();
  });
});
