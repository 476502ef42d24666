import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import type { Data } from '../../../test/subgraph-harness.ts';
import { type ExitStage, startExits } from '../exits-under-test.ts';

const executablePath = '/usr/bin/chromium';
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
];

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const hasBrowser = existsSync(executablePath);
if (!hasBrowser) console.warn(`LinkedIn is not connected in a browser: there is no ${executablePath}.`);
const inBrowser = hasBrowser ? describe : describe.skip;
inBrowser('connecting LinkedIn in Chromium, at the width of a telephone', () => {
  let stage: ExitStage;
  let browser: Browser;
  beforeAll(async () => {
    stage = await startExits();
    browser = await chromium.launch({ timeout: 90_000, executablePath, args: flags });
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  it.each([
    ['Allow', 'en', 'Your LinkedIn is connected'],
    ['Cancel', 'en', 'You did not allow it on LinkedIn'],
    ['Allow', 'id', 'LinkedIn Anda terhubung'],
  ])(
    'takes one click on %s, ends on a page that says so (%s), and leaves no cookie',
    async (button, locale, said) => {
      const { holder } = await stage.givenHeld();
      const { data } = await stage.hub.call('credentials', holder, 'mutation { connectLinkedIn { url } }');
      // axe itself is put into the page, which its policy forbids to everybody else.
      const context = await browser.newContext({
        viewport: { width: 360, height: 640 },
        bypassCSP: true,
        locale,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(90_000);
      await page.goto(data.connectLinkedIn.url);
      const [cookie] = await context.cookies(stage.publicUrl);
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
      await page.getByRole('button', { name: button }).click();
      await page.waitForURL(/\/auth\/linkedin\/callback/);
      expect(await page.locator('h1').innerText()).toBe(said);
      expect(await page.locator('html').getAttribute('lang')).toBe(locale);
      expect(await context.cookies(stage.publicUrl)).toEqual([]);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect(width).toBeLessThanOrEqual(360);
      await page.addScriptTag({ path: axe });
      expect(((await page.evaluate('axe.run()')) as Data).violations).toEqual([]);
      await context.close();
    },
  );
});
