import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import type { Data } from '../../../../test/subgraph-harness.ts';
import { type DocumentStage, somePdf, startDocuments } from '../documents-under-test.ts';

const executablePath = '/usr/bin/chromium';
const hasBrowser = await access(executablePath).then(
  () => true,
  () => false,
);
if (!hasBrowser) console.warn(`Documents are not checked in a browser: there is no ${executablePath}.`);
const inBrowser = hasBrowser ? it : it.skip;
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe('checking the document of a permit', () => {
  let stage: DocumentStage;
  let verified: Data;
  let signed: Buffer;
  beforeAll(async () => {
    stage = await startDocuments();
    const { id } = await stage.givenUploaded();
    await stage.sign(id);
    verified = await stage.until(id, ({ status }) => status === 'VERIFIED');
    signed = await stage.download(verified, 'SIGNED');
  });
  afterAll(() => stage.close());

  const json = { accept: 'application/json' };
  const told = {
    permitNumber: '503/1/ILPK',
    permitType: 'Izin Lembaga Pelatihan Kerja',
    signerName: 'Kepala Dinas Penanaman Modal',
  };

  async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; json: Data }> {
    const response = await fetch(path.startsWith('http') ? path : `${stage.publicUrl}${path}`, {
      ...init,
      headers: { ...json, ...init.headers },
    });
    return { status: response.status, json: await response.json() };
  }

  function send(pdf: Uint8Array) {
    return ask('/verify/documents', {
      method: 'POST',
      headers: { 'content-type': 'application/pdf' },
      body: Buffer.from(pdf),
    });
  }

  it('says what its QR code leads to, for people and for programs', async () => {
    const program = await ask(verified.qrCode);
    const file = verified.files.find((one: Data) => one.version === 'SIGNED');
    expect(program).toEqual({
      status: 200,
      json: {
        verdict: 'GENUINE',
        document: expect.objectContaining({ ...told, holder: 'LPK <b>Maju</b>', sha256: file.sha256 }),
      },
    });
    const response = await fetch(verified.qrCode, { headers: { accept: 'text/html' } });
    const page = await response.text();
    expect(page).toContain('inilah dokumen yang ditandatangani secara elektronik');
    const english = await fetch(`${verified.qrCode}?lang=en`, { headers: { accept: 'text/html' } });
    expect(await english.text()).toContain('it is the one that was signed electronically');
    expect(page).toContain('LPK &lt;b&gt;Maju&lt;/b&gt;');
    expect(page).not.toContain('<b>');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await fetch(verified.qrCode, { method: 'HEAD' })).status).toBe(200);
  });

  it('knows the signed PDF, sent as it is or by a form', async () => {
    expect((await send(signed)).json).toMatchObject({ verdict: 'GENUINE', document: told });
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(signed)], { type: 'application/pdf' }), 'izin.pdf');
    expect((await ask('/verify/documents', { method: 'POST', body: form })).json).toMatchObject({
      verdict: 'GENUINE',
    });
  });

  it.each<[string, (pdf: Buffer) => Buffer]>([
    [
      'one byte was changed',
      (pdf) => Buffer.from(pdf.toString('latin1').replace('%PDF-1.7', '%PDF-1.6'), 'latin1'),
    ],
    ['something was added', (pdf) => Buffer.concat([pdf, Buffer.from('\n1 0 obj <<>> endobj\n%%EOF')])],
  ])('knows the signed PDF again when %s, and warns', async (_what, alter) => {
    expect((await send(alter(signed))).json).toMatchObject({ verdict: 'ALTERED', document: told });
  });

  it('tells the versions from before the signature apart', async () => {
    for (const version of ['ORIGINAL', 'STAMPED'])
      expect((await send(await stage.download(verified, version))).json).toMatchObject({
        verdict: 'UNSIGNED',
      });
  });

  it('finds it by its number, without the holder, whom a guess would tell', async () => {
    const found = await ask(`/verify/documents?number=${encodeURIComponent(' 503/1/ILPK ')}`);
    expect(found.json).toMatchObject({ verdict: 'GENUINE', document: { ...told, holder: null } });
    expect((await ask('/verify/documents?number=503')).status).toBe(404);
    expect((await ask("/verify/documents?number=' OR 1=1 --")).status).toBe(404);
    expect((await fetch(`${stage.publicUrl}/verify/documents`)).status).toBe(200);
  });

  it('knows nothing of what was never signed', async () => {
    const uploaded = await stage.givenUploaded();
    const { rows } = await stage.hub.pool.query('SELECT token FROM permits.permit_documents WHERE id = $1', [
      uploaded.id,
    ]);
    const unknown = { status: 404, json: { verdict: 'UNKNOWN', document: null } };
    expect(await ask(`/verify/documents/${rows[0].token}`)).toEqual(unknown);
    expect(await send(await stage.download(uploaded, 'ORIGINAL'))).toEqual(unknown);
    expect(await send(await somePdf('another'))).toEqual(unknown);
    for (const token of ['x', 'A'.repeat(22), `${'A'.repeat(22)}%00`, "'--"])
      expect((await fetch(`${stage.publicUrl}/verify/documents/${token}`)).status).toBe(404);
  });

  it('refuses what is no PDF upload, and more than 20 MB', async () => {
    const post = (type: string, body: Uint8Array) =>
      ask('/verify/documents', {
        method: 'POST',
        headers: { 'content-type': type },
        body: Buffer.from(body),
      });
    expect((await post('text/plain', Buffer.from('x'))).status).toBe(415);
    expect((await post('multipart/form-data; boundary=x', Buffer.from('rubbish'))).json.code).toBe(
      'VALIDATION_ERROR',
    );
    expect((await post('application/pdf', Buffer.alloc(0))).json.code).toBe('VALIDATION_ERROR');
    expect((await post('application/pdf', Buffer.alloc(21 * 1024 * 1024))).status).toBe(413);
    const zip = Buffer.concat([Buffer.from('PK\x03\x04')], 20 * 1024 * 1024);
    expect((await post('application/pdf', zip)).json).toEqual({ verdict: 'UNKNOWN', document: null });
  });

  it('says on the page what is wrong with what a form sent', async () => {
    const post = async (body: Uint8Array) => {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(body)]), 'izin.pdf');
      const response = await fetch(`${stage.publicUrl}/verify/documents`, {
        method: 'POST',
        headers: { accept: 'text/html', 'accept-language': 'en-GB,en;q=0.9' },
        body: form,
      });
      return [response.status, await response.text()];
    };
    expect(await post(Buffer.alloc(0))).toEqual([400, expect.stringContaining('Choose a PDF')]);
    expect(await post(Buffer.alloc(21 * 1024 * 1024))).toEqual([
      413,
      expect.stringContaining('The file is too large'),
    ]);
  });

  inBrowser(
    'is accessible, fits a phone, loads nothing and complains of nothing, and takes a PDF by its form, in both languages',
    async () => {
      const browser = await chromium.launch({ timeout: 90_000, executablePath, args: ['--no-sandbox'] });
      const wrong: string[] = [];
      for (const [locale, width, altered, genuine] of [
        ['id-ID', 320, 'Berkas ini telah diubah setelah ditandatangani.', 'Dokumen ini asli'],
        ['en-GB', 320, 'This file was changed after it was signed.', 'This document is genuine'],
        ['en-GB', 1280, 'This file was changed after it was signed.', 'This document is genuine'],
      ] as const) {
        // axe itself is put into the page, which its policy forbids to everybody else.
        const context = await browser.newContext({
          locale,
          viewport: { width, height: 700 },
          bypassCSP: true,
        });
        const page = await context.newPage();
        page.setDefaultTimeout(90_000);
        page.on('console', (message) => wrong.push(`${page.url()} ${message.text()}`));
        page.on('request', (request) => {
          if (!request.url().startsWith(stage.publicUrl) && !request.url().startsWith('data:'))
            wrong.push(`asks for ${request.url()}`);
        });
        const look = async () => {
          expect(await page.getAttribute('html', 'lang')).toBe(locale.slice(0, 2));
          const widest = Number(await page.evaluate('document.documentElement.scrollWidth'));
          if (widest > width) wrong.push(`${page.url()} is ${widest} wide`);
          await page.addScriptTag({ path: axe });
          const { violations } = (await page.evaluate('axe.run()')) as Data;
          for (const { id, nodes } of violations) wrong.push(`${page.url()} ${id}: ${nodes[0].html}`);
        };
        await page.goto(verified.qrCode);
        await look();
        await page.setInputFiles('#file', {
          name: 'izin.pdf',
          mimeType: 'application/pdf',
          buffer: Buffer.concat([signed, Buffer.from('\n')]),
        });
        await page.click('form[method=post] button');
        await page.getByText(altered).waitFor();
        await look();
        await page.fill('#number', '503/1/ILPK');
        await page.click('form[method=get] button');
        await page.getByText(genuine).waitFor();
        await page.click('header a');
        await page.getByText(locale === 'en-GB' ? 'Dokumen ini asli' : 'This document is genuine').waitFor();
        await context.close();
      }
      await browser.close();
      expect(wrong).toEqual([]);
    },
  );

  it('counts how often it was checked', async () => {
    const before = await stage.read(verified.id);
    await ask(verified.qrCode);
    const after = await stage.read(verified.id);
    expect(after.timesChecked).toBe(before.timesChecked + 1);
  });

  it('says when it was withdrawn', async () => {
    const { id } = await stage.givenUploaded();
    await stage.sign(id);
    const other = await stage.until(id, ({ status }) => status === 'VERIFIED');
    const input = { documentId: id, reason: 'Issued in error' };
    await stage.change('cancelPermitDocument', 'EndPermitDocumentInput', input);
    const told = await ask(other.qrCode);
    expect(told.json).toMatchObject({ verdict: 'WITHDRAWN' });
    expect(JSON.stringify(told.json)).not.toContain('Issued in error');
    expect((await send(await stage.download(other, 'SIGNED'))).json).toMatchObject({ verdict: 'WITHDRAWN' });
  });
});
