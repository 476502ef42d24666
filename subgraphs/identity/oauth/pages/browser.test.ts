import { access } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Data } from '../../../../test/subgraph-harness.ts';
import { givenOrganisation, givenPerson, password } from '../../fixtures.ts';
import { type App, type OAuthUnderTest, startOAuth } from '../oauth-under-test.ts';
import { authorisation, exchange } from '../people/signing-in-under-test.ts';

const executablePath = '/usr/bin/chromium';
const hasBrowser = await access(executablePath).then(
  () => true,
  () => false,
);
if (!hasBrowser) console.warn(`Nobody signs in in a browser: there is no ${executablePath}.`);
const inBrowser = hasBrowser ? it : it.skip;
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe('signing in in a browser', () => {
  let hub: OAuthUnderTest;
  let app: App;
  let listening: Server;
  let browser: Browser | undefined;
  const email = 'ratna@example.org';
  beforeAll(async () => {
    hub = await startOAuth();
    const organisationId = await givenOrganisation(hub.hub);
    await givenPerson(hub.hub, { email, organisationId });
    // The app leads on to another address, as apps do: the browser must let it.
    listening = createServer(({ url, headers }, response) => {
      if (url?.startsWith('/callback')) {
        response.writeHead(302, { location: `http://localhost:${headers.host?.split(':')[1]}/home` }).end();
      } else response.end('<title>the app</title>');
    });
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    app = await hub.givenApp({
      organisationId,
      type: 'NATIVE',
      name: 'Aplikasi-dengan-nama-yang-panjang-sekali-dan-tanpa-spasi-sama-sekali',
      postLogoutRedirectUris: ['http://127.0.0.1/bye'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    listening.close();
    await hub.close();
  });

  inBrowser.each([
    ['id-ID', 320],
    ['en-GB', 320],
    ['en-GB', 1280],
  ] as const)(
    'leads to the app by pages that are accessible, fit the screen, load nothing and complain of nothing: %s, %d wide',
    async (locale, width) => {
      browser ??= await chromium.launch({ timeout: 90_000, executablePath, args: ['--no-sandbox'] });
      const wrong: string[] = [];
      // axe is put into the page, which its policy forbids to everybody; the real journey is the next test's.
      const context = await browser.newContext({ locale, viewport: { width, height: 700 }, bypassCSP: true });
      const page = await context.newPage();
      page.setDefaultTimeout(90_000);
      page.on('console', (message) => {
        if (!message.text().includes('400')) wrong.push(`${page.url()} ${message.text()}`);
      });
      page.on('request', (request) => {
        if (!/^(data:|http:\/\/(127\.0\.0\.1|localhost):)/.test(request.url())) wrong.push(request.url());
      });
      const judge = async (what: string) => {
        expect(await page.getAttribute('html', 'lang')).toBe(locale.slice(0, 2));
        const widest = Number(await page.evaluate('document.documentElement.scrollWidth'));
        if (widest > width) wrong.push(`${what} is ${widest} wide`);
        await page.addScriptTag({ path: axe });
        const { violations } = (await page.evaluate('axe.run()')) as Data;
        for (const { id, nodes } of violations) wrong.push(`${what} ${id}: ${nodes[0].html}`);
      };
      await page.goto(authorisation(hub.issuer, app, { redirect_uri: redirectUri() }).url);
      await judge('sign-in');
      await signIn(page, 'salah');
      await judge('wrong password');
      await signIn(page, password);
      await judge('consent');
      await page.goto(`${hub.issuer}/oauth/sign-out`);
      await judge('sign-out');
      await page.locator('button[value=yes]').click();
      await judge('signed out');
      await page.goto(authorisation(hub.issuer, app, { redirect_uri: 'https://evil.example' }).url);
      await judge('error');
      await context.close();
      expect(wrong).toEqual([]);
    },
  );

  inBrowser(
    'needs no script, is followed by the browser to wherever the app leads, and ends when the person signs out',
    async () => {
      browser ??= await chromium.launch({ timeout: 90_000, executablePath, args: ['--no-sandbox'] });
      for (const javaScriptEnabled of [false, true]) {
        const context = await browser.newContext({ javaScriptEnabled });
        const page = await context.newPage();
        page.setDefaultTimeout(90_000);
        const { url, verifier } = authorisation(hub.issuer, app, { redirect_uri: redirectUri() });
        const came = page.waitForRequest((request) => request.url().includes('/callback?'));
        await page.goto(url);
        await page.locator('header a').click();
        await signIn(page, password);
        await page.locator('button[value=allow]').click();
        await page.waitForURL(/localhost:\d+\/home/);
        const code = String(new URL((await came).url()).searchParams.get('code'));
        const { status } = await exchange(hub, app, {
          grant_type: 'authorization_code',
          code,
          code_verifier: verifier,
          redirect_uri: redirectUri(),
        });
        expect(status).toBe(200);
        const bye = redirectUri().replace('callback', 'bye');
        await page.goto(
          `${hub.issuer}/oauth/sign-out?client_id=${app.id}&post_logout_redirect_uri=${encodeURIComponent(bye)}`,
        );
        await page.locator('button[value=yes]').click();
        await page.waitForURL(bye);
        await page.goto(url);
        expect(await page.locator('#password').count()).toBe(1);
        await context.close();
      }
    },
  );

  const redirectUri = () => `http://127.0.0.1:${(listening.address() as AddressInfo).port}/callback`;
  async function signIn(page: Page, typed: string): Promise<void> {
    await page.fill('#email', email);
    await page.fill('#password', typed);
    await page.locator('button[value=sign-in]').click();
  }
});
