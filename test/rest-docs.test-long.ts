import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { readLocation } from '../platform/db/embedded/place.ts';
import { ask } from './graph-request.ts';
import { type HubProcess, killLeftHubs, startHub } from './hub-process.ts';
import { setRestStage } from './rest-story.ts';
import type { Data } from './subgraph-harness.ts';
import { startWholeGraph, type WholeGraph } from './whole-graph.ts';

const executablePath = '/usr/bin/chromium';
const hasBrowser = existsSync(executablePath);
if (!hasBrowser) console.warn(`The documentation is not tried in a browser: there is no ${executablePath}.`);
const inBrowser = hasBrowser ? describe : describe.skip;

const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** Opens the documentation, and what it says of one way to show who calls. */
async function openAuthorize(page: Page, url: string, way: string): Promise<Locator> {
  await page.goto(`${url}/api-docs`);
  await page.waitForSelector('.opblock-tag', { timeout: 120_000 });
  await page.click('.btn.authorize');
  return page.locator('.auth-container', { hasText: way });
}

/** What listing students is answered, tried in the page. */
async function tryListingStudents(page: Page): Promise<string> {
  await page.click('.btn-done');
  await page.click('#operations-tag-Students');
  await page.click('#operations-Students-listStudents .opblock-summary-control');
  await page.click('#operations-Students-listStudents .execute');
  const answer = page.locator('#operations-Students-listStudents .live-responses-table');
  await answer.waitFor({ timeout: 120_000 });
  return answer.innerText();
}

inBrowser('the documentation of the REST interface in Chromium', () => {
  let hub: WholeGraph;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const elsewhere: string[] = [];
  beforeAll(async () => {
    hub = await startWholeGraph();
    browser = await chromium.launch({ timeout: 90_000, executablePath, args });
    page = await browser.newPage();
    page.context().setDefaultTimeout(90_000);
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(hub.url)) {
        elsewhere.push(request.url());
      }
    });
  }, 480_000);
  afterAll(async () => {
    await browser?.close();
    await hub?.close();
  });

  it('shows the endpoints with their samples, and tries one with a key, all from this hub', async () => {
    const { keys } = await setRestStage(hub);
    const key = await openAuthorize(page, hub.url, 'X-API-Key');
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
    await answer.waitFor({ timeout: 120_000 });
    expect(await answer.innerText()).toContain('Sari Wulandari');
    expect([complaints, elsewhere]).toEqual([[], []]);
  }, 480_000);
});

inBrowser('signing in from the documentation, in Chromium', () => {
  let dataDir: string;
  let hub: HubProcess & { url: string };
  let demo: Data;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'hub-docs-'));
    await chmod(dataDir, 0o711);
    hub = await startHub(dataDir);
    demo = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8'));
    browser = await chromium.launch({ timeout: 90_000, executablePath, args });
  }, 480_000);
  beforeEach(async () => {
    page = await (await browser.newContext()).newPage();
    page.context().setDefaultTimeout(90_000);
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser?.close();
    hub?.kill('SIGTERM');
    await hub?.ended;
    killLeftHubs();
    const place = await readLocation(dataDir);
    if (place) await rm(place, { recursive: true });
    await rm(dataDir, { recursive: true });
  });

  it.each([
    ['institution', 'Dewi Kartika Nasution'],
    ['learner', 'Siti Rahmawati'],
  ])(
    'has the %s sign in and agree with a code and PKCE, and calls as them',
    async (who, student) => {
      const { email, password } = demo.people[who];
      const way = await openAuthorize(page, hub.url, 'authorizationCode');
      const opened = page.waitForEvent('popup');
      await way.locator('button.authorize').click();
      const popup = await opened;
      const closed = popup.waitForEvent('close');
      await popup.fill('#email', email);
      await popup.fill('#password', password);
      await popup.locator('button[value=sign-in]').click();
      await popup.locator('button[value=allow]').click();
      await closed;
      await way.getByText('Logout').waitFor();
      expect(await tryListingStudents(page)).toContain(student);
      expect(complaints).toEqual([]);
    },
    300_000,
  );

  it('says so when nobody agrees', async () => {
    const { email, password } = demo.people.learner;
    const way = await openAuthorize(page, hub.url, 'authorizationCode');
    const opened = page.waitForEvent('popup');
    await way.locator('button.authorize').click();
    const popup = await opened;
    await popup.fill('#email', email);
    await popup.fill('#password', password);
    await popup.locator('button[value=sign-in]').click();
    await popup.locator('button[value=deny]').click();
    await way.getByText('access_denied').waitFor();
  }, 300_000);

  it('gets a program its token by its id and secret, and calls as its organisation', async () => {
    const { graphql, apiKeys } = demo;
    const { viewer } = await ask(graphql, apiKeys.institution, '{ viewer { organisation { id } } }');
    const { createOAuthClient: made } = await ask(
      graphql,
      apiKeys.admin,
      'mutation($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { secret client { id } } }',
      { input: { name: 'LMS', scopes: ['read'], organisationId: viewer.organisation.id } },
    );
    const way = await openAuthorize(page, hub.url, 'clientCredentials');
    await way.locator('input[data-name=clientId], input#client_id').first().fill(made.client.id);
    await way.locator('input[data-name=clientSecret], input#client_secret').first().fill(made.secret);
    await way.locator('button.authorize').click();
    await way.getByText('Logout').waitFor();
    expect(await tryListingStudents(page)).toContain('Dewi Kartika Nasution');
    expect(complaints).toEqual([]);
  }, 300_000);
});
