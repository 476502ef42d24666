import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import type { Data } from '../../../test/subgraph-harness.ts';
import { type CredentialStage, startCredentials } from '../fixtures.ts';

const executablePath = '/usr/bin/chromium';
const hasBrowser = await access(executablePath).then(
  () => true,
  () => false,
);
if (!hasBrowser) console.warn(`The public pages are not opened in a browser: there is no ${executablePath}.`);
const inBrowser = hasBrowser ? it : it.skip;
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe('the public pages in a browser', () => {
  let stage: CredentialStage;
  let browser: Browser | undefined;
  let badge: Data;
  let revoked: Data;
  beforeAll(async () => {
    stage = await startCredentials();
    const achievement = await stage.mutate('credentials', 'createAchievement', 'CreateAchievementInput', {
      name: { indonesian: 'Pengembangan Perangkat Lunak Lanjutan', english: 'Advanced Software Development' },
      description: { indonesian: 'Mampu membangun layanan.', english: 'Can build services.' },
      skkniCode: 'SKKNI-IT-2023-001-YANG-PANJANG-SEKALI-DAN-TANPA-SPASI-SAMA-SEKALI',
      aqrfLevel: 6,
      learningOutcomes: [{ type: 'SKILL', description: 'Merancang antarmuka' }],
    });
    badge = await stage.givenCredential({ achievementId: achievement.id });
    revoked = await stage.givenCredential({ achievementId: achievement.id });
    const input = { id: revoked.id, reason: 'Nilai keliru' };
    await stage.mutate('credentials', 'revokeCredential', 'RevokeCredentialInput', input);
  });
  afterAll(async () => {
    await browser?.close();
    await stage.close();
  });

  inBrowser(
    'are accessible, fit a phone, load nothing from elsewhere and complain of nothing, in both languages',
    async () => {
      browser ??= await chromium.launch({ timeout: 90_000, executablePath, args: ['--no-sandbox'] });
      const paths = [
        `/credentials/badges/${badge.id}`,
        `/issuers/${stage.organisationId}`,
        `/achievements/${badge.achievement.id}`,
        '/verify',
        `/verify?id=${badge.id}`,
        `/verify?id=${revoked.id}&holder=Orang+Lain`,
        `/credentials/badges/${revoked.id}`,
        '/credentials/badges/unknown',
      ];
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
          // Chromium says of a page that was not found that it was not.
          if (!page.url().endsWith('/unknown')) wrong.push(`${page.url()} ${message.text()}`);
        });
        page.on('request', (request) => {
          if (!request.url().startsWith(stage.publicUrl) && !request.url().startsWith('data:'))
            wrong.push(`asks for ${request.url()}`);
        });
        for (const path of paths) {
          await page.goto(stage.publicUrl + path);
          expect(await page.getAttribute('html', 'lang')).toBe(locale.slice(0, 2));
          const widest = await page.evaluate('document.documentElement.scrollWidth');
          if (Number(widest) > width) wrong.push(`${path} is ${widest} wide`);
          await page.addScriptTag({ path: axe });
          const { violations } = (await page.evaluate('axe.run()')) as Data;
          for (const { id, nodes } of violations) wrong.push(`${path} ${id}: ${nodes[0].html}`);
        }
        await context.close();
      }
      expect(wrong).toEqual([]);
    },
  );

  inBrowser('show the same answer in the other language', async () => {
    browser ??= await chromium.launch({ timeout: 90_000, executablePath, args: ['--no-sandbox'] });
    const page = await browser.newPage({ locale: 'en-GB' });
    page.setDefaultTimeout(90_000);
    await page.goto(`${stage.publicUrl}/verify?id=${revoked.id}&holder=Siti+Rahmawati`);
    expect(await page.textContent('.status')).toBe('Genuine, but revoked');
    await page.click('header a[hreflang=id]');
    expect(await page.textContent('.status')).toBe('Asli, tetapi dicabut');
    expect(await page.getByRole('row', { name: 'Nama pemegang' }).textContent()).toContain('baik');
    await page.close();
  });

  inBrowser('check an uploaded badge without a script', async () => {
    browser ??= await chromium.launch({ timeout: 90_000, executablePath, args: ['--no-sandbox'] });
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(90_000);
    await page.goto(`${stage.publicUrl}/verify`);
    await page.setInputFiles('input[type=file]', {
      name: 'badge.json',
      mimeType: 'application/json',
      buffer: Buffer.from(badge.document),
    });
    await page.click('form[method=post] button');
    expect(await page.textContent('.status')).toBe('Genuine and valid');
    await context.close();
  });
});
