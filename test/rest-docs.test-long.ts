import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { setRestStage } from './rest-story.ts';
import { startWholeGraph, type WholeGraph } from './whole-graph.ts';

const executablePath = '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
if (!hasBrowser) console.warn(`The documentation is not tried in a browser: there is no ${executablePath}.`);
const inBrowser = hasBrowser ? describe : describe.skip;

inBrowser('the documentation of the REST interface in Chromium', () => {
  let hub: WholeGraph;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const elsewhere: string[] = [];
  beforeAll(async () => {
    hub = await startWholeGraph();
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath, args });
    page = await browser.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(hub.url)) {
        elsewhere.push(request.url());
      }
    });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await hub?.close();
  });

  it('shows the endpoints with their samples, and tries one with a key, all from this hub', async () => {
    const { keys } = await setRestStage(hub);
    await page.goto(`${hub.url}/api-docs`);
    await page.waitForSelector('.opblock-tag', { timeout: 60_000 });
    await page.click('.btn.authorize');
    const key = page.locator('.auth-container', { hasText: 'X-API-Key' });
    await key.locator('input').fill(keys.institution);
    await key.locator('button.authorize').click();
    await page.click('.btn-done');
    await page.click('#operations-tag-Students');
    await page.click('#operations-Students-listStudents .opblock-summary-control');
    const samples = page.locator('#operations-Students-listStudents .samples');
    await samples.waitFor();
    expect(await samples.innerText()).toContain('curl --request GET');
    await samples.getByText('Python').click();
    expect(await samples.innerText()).toContain('import requests');
    await page.click('#operations-Students-listStudents .execute');
    const answer = page.locator('#operations-Students-listStudents .live-responses-table');
    await answer.waitFor({ timeout: 60_000 });
    expect(await answer.innerText()).toContain('Sari Wulandari');
    expect([complaints, elsewhere]).toEqual([[], []]);
  }, 180_000);
});
