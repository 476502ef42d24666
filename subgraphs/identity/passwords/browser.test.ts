import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { type Browser, chromium } from 'playwright-core';
import type { Subgraph } from '../../../platform/federation/subgraph.ts';
import { type Data, type SubgraphHarness, startSubgraphs } from '../../../test/subgraph-harness.ts';
import { MailsUnderTest } from '../fixtures.ts';
import { type IdentityParts, identityAt } from '../subgraph.ts';

const executablePath = '/usr/bin/chromium';
const hasBrowser = await access(executablePath).then(
  () => true,
  () => false,
);
if (!hasBrowser) console.warn(`The pages are not opened in a browser: there is no ${executablePath}.`);
const inBrowser = hasBrowser ? it : it.skip;
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe('the pages about passwords in a browser', () => {
  let hub: SubgraphHarness;
  let parts: IdentityParts;
  let app: FastifyInstance;
  let url: string;
  let browser: Browser | undefined;
  beforeAll(async () => {
    hub = await startSubgraphs([
      identityAt('http://hub.test', { live: new MailsUnderTest(), sandbox: null }),
    ]);
    parts = (hub.subgraphs as [Subgraph<IdentityParts>])[0].parts;
    app = fastify({ forceCloseConnections: true });
    await parts.routes?.(app);
    url = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await browser?.close();
    await app.close();
    await hub.close();
  });

  const givenLink = (name: string) => parts.people.inviteOperator({ name, email: `${name}@example.org` });

  inBrowser('are accessible, fit a phone and complain of nothing, in both languages', async () => {
    browser ??= await chromium.launch({ timeout: 90_000, executablePath, args: ['--no-sandbox'] });
    const link = await givenLink('siti-dengan-alamat-yang-panjang-sekali-dan-tanpa-spasi');
    const wrong: string[] = [];
    for (const [locale, width] of [
      ['id-ID', 320],
      ['en-GB', 320],
      ['en-GB', 1280],
    ] as const) {
      // axe itself is put into the page, which its policy forbids to everybody else.
      const context = await browser.newContext({
        locale,
        viewport: { width, height: 700 },
        bypassCSP: true,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(90_000);
      page.on('console', (message) => {
        // Chromium says of a page that it was refused.
        if (!/Failed to load resource/.test(message.text())) wrong.push(`${page.url()} ${message.text()}`);
      });
      const look = async () => {
        expect(await page.getAttribute('html', 'lang')).toBe(locale.slice(0, 2));
        const widest = await page.evaluate('document.documentElement.scrollWidth');
        if (Number(widest) > width) wrong.push(`${page.url()} is ${widest} wide`);
        await page.addScriptTag({ path: axe });
        const { violations } = (await page.evaluate('axe.run()')) as Data;
        for (const { id, nodes } of violations) wrong.push(`${page.url()} ${id}: ${nodes[0].html}`);
      };
      for (const path of ['/account/password/forgot', link, '/account/password/none']) {
        await page.goto(url + path);
        await look();
      }
      await page.goto(url + link);
      await page.fill('#password', 'password1234');
      await page.click('form button');
      expect(await page.textContent('[role=alert]')).toBeTruthy();
      await look();
      await context.close();
    }
    expect(wrong).toEqual([]);
  });

  inBrowser('set a password without a script, in the language that was chosen', async () => {
    browser ??= await chromium.launch({ timeout: 90_000, executablePath, args: ['--no-sandbox'] });
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'id-ID' });
    const page = await context.newPage();
    page.setDefaultTimeout(90_000);
    await page.goto(url + (await givenLink('budi')));
    await page.click('header a[hreflang=en]');
    await page.fill('#password', 'seekor gajah di kebun teh');
    await page.click('form button');
    expect(await page.textContent('h1')).toBe('Done');
    const signedIn = await parts.signIn.check({
      email: 'budi@example.org',
      password: 'seekor gajah di kebun teh',
      address: '127.0.0.1',
    });
    expect(signedIn).toMatchObject({ role: 'PLATFORM_ADMIN' });
    await page.goto(`${url}/account/password/forgot`);
    await page.fill('#email', 'budi@example.org');
    await page.click('form button');
    expect(await page.textContent('h1')).toBe('Periksa surel Anda');
    await context.close();
  });
});
