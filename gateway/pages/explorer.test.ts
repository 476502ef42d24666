import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type RunningShop, runShop, shopKey } from '../fixtures/running-shop.ts';
import { until } from '../fixtures/websocket-client.ts';

const executablePath = '/usr/bin/chromium';
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let running: RunningShop;
beforeAll(async () => {
  running = await runShop('in process');
});
afterAll(() => running.close());

describe('the files of the explorer', () => {
  it('all come from this hub', async () => {
    const page = await (await fetch(`${running.gateway.url}/explorer`)).text();
    const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => String(address));
    expect(addresses).toHaveLength(6);
    for (const address of addresses.filter((address) => !address.startsWith('data:'))) {
      expect(address).toMatch(/^\/explorer\//);
      expect((await fetch(running.gateway.url + address)).status).toBe(200);
    }
    expect((await fetch(`${running.gateway.url}/explorer/graphql-ws/..%2f..%2fpackage.json`)).status).toBe(
      404,
    );
  });
});

const hasBrowser = existsSync(executablePath);
if (!hasBrowser) console.warn(`The explorer is not tried in a browser: there is no ${executablePath}.`);
const inBrowser = hasBrowser ? describe : describe.skip;
inBrowser('the explorer in Chromium', () => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const elsewhere: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ timeout: 90_000, executablePath, args: flags });
    page = await browser.newPage();
    page.setDefaultTimeout(90_000);
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(running.gateway.url)) {
        elsewhere.push(request.url());
      }
    });
    await page.goto(`${running.gateway.url}/explorer`);
    await page.waitForSelector('.graphiql-query-editor .CodeMirror');
    await write('.graphiql-editor-tool .graphiql-editor:not(.hidden)', `{"X-API-Key": "${shopKey}"}`);
  });
  afterAll(() => browser?.close());

  /** Replaces what stands in an editor, as a person who pastes would. */
  async function write(editor: string, text: string): Promise<void> {
    await page.click(`${editor} .CodeMirror`);
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
  }

  async function run(query: string): Promise<void> {
    await write('.graphiql-query-editor', query);
    await page.click('.graphiql-execute-button');
  }

  const result = () =>
    page.evaluate(`document.querySelector('.result-window .CodeMirror').CodeMirror.getValue()`);
  const shows = (text: string) => until(async () => String(await result()).includes(text));

  it('runs a query and a mutation with the key that was pasted in', async () => {
    await run('query Who { whoAmI { id } }');
    await shows('"shopkeeper"');
    await run(
      'mutation Add { addReview(input: {upc: "p1", authorId: "u1", body: "from a browser", stars: 5}) { body author { name } } }',
    );
    await shows('"from a browser"');
    await shows('"User 1"');
  });

  it('shows live what a subscription brings, and stops it', async () => {
    await run('subscription Live { reviewAdded { body author { name } } }');
    await until(() => running.shop.reviewAdded.size === 1);
    for (const body of ['first news', 'second news']) {
      running.shop.reviewAdded.publish({ id: 'r1', body, stars: 5, authorId: 'u4', productUpc: 'p4' });
      await shows(`"${body}"`);
    }
    await shows('"User 4"');
    await page.click('.graphiql-execute-button');
    await until(() => running.shop.reviewAdded.size === 0);
  });

  it('loads nothing from elsewhere and complains of nothing', () => {
    expect({ elsewhere, complaints }).toEqual({ elsewhere: [], complaints: [] });
  });
});

inBrowser('the explorer of a gateway that shows its schema to callers who are known', () => {
  it('shows the documentation once a key is there and it is asked for again', async () => {
    const closed = await runShop('in process', { introspection: 'for callers who are known' });
    const browser = await chromium.launch({ timeout: 90_000, executablePath, args: flags });
    const page = await browser.newPage();
    page.setDefaultTimeout(90_000);
    await page.goto(`${closed.gateway.url}/explorer`);
    await page.waitForSelector('.graphiql-query-editor .CodeMirror');
    const schemas = async () => page.locator('.graphiql-doc-explorer-root-type').count();
    await page.click('button[aria-label="Show Documentation Explorer"]');
    await page.waitForSelector('.graphiql-doc-explorer-error');
    expect(await schemas()).toBe(0);
    await page.click('.graphiql-editor-tool .graphiql-editor:not(.hidden) .CodeMirror');
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(`{"X-API-Key": "${shopKey}"}`);
    // GraphiQL sends the headers of its last drawing: a click that comes too soon is without the key.
    await until(async () => {
      await page.click('button[aria-label="Re-fetch GraphQL schema"]');
      await page.waitForSelector('.graphiql-doc-explorer-error, .graphiql-doc-explorer-root-type');
      return (await schemas()) > 0;
    });
    await browser.close();
    await closed.close();
  });
});
