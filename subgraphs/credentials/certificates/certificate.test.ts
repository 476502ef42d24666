import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pdfSignatures } from '../../../integrations/document-signer/pdf-signatures.ts';
import { createPdfSeal } from '../../../integrations/pdf-seal/p12/p12-seal.ts';
import { testP12 } from '../../../integrations/pdf-seal/p12/test-p12.ts';
import type { PdfSeal } from '../../../integrations/pdf-seal/port.ts';
import { type ExitStage, type Held, startExits } from '../exits-under-test.ts';
import { pdfText } from './pdf-text.ts';

describe('a certificate', () => {
  let stage: ExitStage;
  let folder: string;
  let sealing = false;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'certificate-'));
    const file = path.join(folder, 'seal.p12');
    await writeFile(file, testP12('Skills Hub', 'rahasia'));
    const seal = createPdfSeal({ CERTIFICATE_P12: file, CERTIFICATE_P12_PASSPHRASE: 'rahasia' }) as PdfSeal;
    // Sealing takes seconds in Jest, whose globals are slow: only the test that is about it does.
    stage = await startExits({
      seal: { seal: async (pdf, reason) => (sealing ? seal.seal(pdf, reason) : pdf) },
    });
  });
  afterAll(async () => {
    await stage.close();
    await rm(folder, { recursive: true });
  });

  const publicUrlOf = ({ credentialId }: Held) => `${stage.publicUrl}/credentials/badges/${credentialId}.pdf`;

  async function linkOf({ credentialId, holder }: Held, more = ''): Promise<string | undefined> {
    const query = `query($id: ID!) { credential(id: $id) { certificate${more} { url expiresAt } } }`;
    const { data, errors } = await stage.hub.call('credentials', holder, query, { id: credentialId });
    expect(errors).toEqual([]);
    return data.credential.certificate?.url;
  }

  async function pdfAt(url: string): Promise<{ bytes: Buffer; headers: Headers }> {
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    return { bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
  }

  it('is a page of A4 with what the credential says, in the language and orientation asked for', async () => {
    const held = await stage.givenHeld({ credential: { certificateNumber: 'LPK-2024-0001' } });
    const { bytes } = await pdfAt((await linkOf(held)) as string);
    const document = await PDFDocument.load(bytes);
    expect(document.getPageCount()).toBe(1);
    const { width, height } = document.getPage(0).getSize();
    expect([Math.round(width), Math.round(height)]).toEqual([842, 595]);
    const text = pdfText(bytes);
    for (const said of [
      'SERTIFIKAT',
      'Siti Rahmawati',
      'Pengembangan Perangkat Lunak',
      'LPK Cakra <b>Digital</b>',
      'LPK-2024-0001',
      'SKKNI-IT-2023-001',
      `${stage.publicUrl}/credentials/badges/${held.credentialId}`,
    ])
      expect(text).toContain(said);
    const english = await pdfAt((await linkOf(held, '(language: ENGLISH, orientation: PORTRAIT)')) as string);
    expect(pdfText(english.bytes)).toContain('CERTIFICATE');
    expect(Math.round((await PDFDocument.load(english.bytes)).getPage(0).getWidth())).toBe(595);
  });

  it('is sealed over the whole file with the operator’s certificate', async () => {
    sealing = true;
    const { bytes } = await pdfAt((await linkOf(await stage.givenHeld())) as string);
    sealing = false;
    expect(pdfSignatures(bytes)).toEqual([
      expect.objectContaining({ intact: true, coversWholeFile: true, signerName: 'Skills Hub' }),
    ]);
  });

  it('shows the whole name to whom the graph gave a link, and to others what the holder shows', async () => {
    const held = await stage.givenHeld();
    const link = (await linkOf(held)) as string;
    const whole = await pdfAt(link);
    expect(pdfText(whole.bytes)).toContain('Siti Rahmawati');
    expect(whole.headers.get('cache-control')).toBe('private, no-store');
    const { bytes, headers } = await pdfAt(publicUrlOf(held));
    expect(pdfText(bytes)).toContain('S. R.');
    expect(pdfText(bytes)).not.toContain('Rahmawati');
    expect(headers.get('cache-control')).toMatch(/^public/);
    expect((await fetch(publicUrlOf(held), { method: 'HEAD' })).status).toBe(200);
    for (const wrong of [
      link.replace(/key=../, 'key=AA'),
      link.replace(/until=\d+/, `until=${Date.now() + 90_000_000}`),
      link.replace(held.credentialId, (await stage.givenHeld()).credentialId),
    ])
      expect(pdfText((await pdfAt(wrong)).bytes)).not.toContain('Rahmawati');
  });

  it.each([
    ['<script>alert(1)</script> & "Siti"', '<script>alert(1)</script> & "Siti"'],
    ['Siti 🎓👩‍🏫 Rahma 🇮🇩', 'Siti Rahma'],
    ['Žofie Nguyễn Đức Анна Ελένη', 'Žofie Nguyễn Đức Анна Ελένη'],
    ['李小龍 Siti', '??? Siti'],
    ['Siti\u202Eitis\u0000', 'Siti itis'],
  ])('writes the name %j so that it can be read', async (name, shown) => {
    const held = await stage.givenHeld({ student: { name: 'Siti' } });
    const rename = 'UPDATE credentials.credentials SET holder_name = $2 WHERE id = $1';
    await stage.hub.pool.query(rename, [held.credentialId, name.replaceAll('\0', '')]);
    const { bytes } = await pdfAt((await linkOf(held)) as string);
    const closed = (text: string) => text.replace(/\s/g, '');
    expect(closed(pdfText(bytes))).toContain(closed(shown));
    expect(bytes.toString('latin1')).not.toMatch(/\/(JavaScript|JS|OpenAction|Launch)\b/);
  });

  it('fits on its page however long the texts are', async () => {
    const held = await stage.givenHeld();
    const long = 'Dharmawangsakusumaningrat '.repeat(12);
    await stage.hub.pool.query(
      `UPDATE credentials.credentials SET holder_name = $2, certificate_number = $3 WHERE id = $1`,
      [held.credentialId, long, 'X'.repeat(400)],
    );
    const { bytes } = await pdfAt((await linkOf(held)) as string);
    expect((await PDFDocument.load(bytes)).getPageCount()).toBe(1);
    expect(pdfText(bytes)).toContain('…');
  });

  it('is no more of a credential that was revoked: its address leads to the page that says so', async () => {
    const held = await stage.givenHeld();
    const link = (await linkOf(held)) as string;
    const input = { id: held.credentialId, reason: 'Curang' };
    await stage.mutate('credentials', 'revokeCredential', 'RevokeCredentialInput', input);
    for (const url of [link, publicUrlOf(held)]) {
      const answer = await fetch(url, { redirect: 'manual' });
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toBe(
        `${stage.publicUrl}/credentials/badges/${held.credentialId}`,
      );
    }
    expect(await linkOf(held)).toBeUndefined();
  });

  it('of an id that is none is not found', async () => {
    for (const id of ['0198c1de-0000-7000-8000-00000000ffff', 'x', '..%2f..'])
      expect((await fetch(`${stage.publicUrl}/credentials/badges/${id}.pdf`)).status).toBe(404);
  });
});
