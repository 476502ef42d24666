import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import { type ExitStage, startExits } from '../exits-under-test.ts';

const executablePath = '/usr/bin/chromium';
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
];

const hasBrowser = existsSync(executablePath);
if (!hasBrowser) console.warn(`LinkedIn is not connected in a browser: there is no ${executablePath}.`);
const inBrowser = hasBrowser ? describe : describe.skip;
inBrowser('connecting LinkedIn in Chromium, at the width of a telephone', () => {
  let stage: ExitStage;
  let browser: Browser;
  beforeAll(async () => {
    stage = await startExits();
    browser = await chromium.launch({ executablePath, args: flags });
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  it.each([
    ['Allow', 'Your LinkedIn is connected'],
    ['Cancel', 'You did not allow it'],
  ])('takes one click on %s, ends on a page that says so, and leaves no cookie', async (button, said) => {
    const { holder } = await stage.givenHeld();
    const { data } = await stage.hub.call('credentials', holder, 'mutation { connectLinkedIn { url } }');
    const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
    const page = await context.newPage();
    await page.goto(data.connectLinkedIn.url);
    const [cookie] = await context.cookies(stage.publicUrl);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    await page.getByRole('button', { name: button }).click();
    await page.waitForURL(/\/auth\/linkedin\/callback/);
    expect(await page.locator('p[lang=en]').innerText()).toContain(said);
    expect(await context.cookies(stage.publicUrl)).toEqual([]);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(360);
    await context.close();
  });
});
