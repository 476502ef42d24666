import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import PDFDocument from 'pdfkit';
import { pdfSignatures } from '../../document-signer/pdf-signatures.ts';
import { createPdfSeal, pdfSealProblems } from './p12-seal.ts';
import { testP12 } from './test-p12.ts';

let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'p12-'));
  file = path.join(folder, 'seal.p12');
  await writeFile(file, testP12('Skills Hub', 'rahasia'));
});
afterAll(() => rm(folder, { recursive: true }));

function pdf(): Promise<Buffer> {
  const document = new PDFDocument();
  const parts: Buffer[] = [];
  return new Promise((resolve) => {
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
    document.text('Sertifikat').end();
  });
}

describe('a seal', () => {
  it('covers the whole file, with the operator’s certificate, and breaks when a byte changes', async () => {
    const seal = createPdfSeal({ CERTIFICATE_P12: file, CERTIFICATE_P12_PASSPHRASE: 'rahasia' });
    const sealed = await seal?.seal(await pdf(), 'Certificate');
    expect(pdfSignatures(sealed as Buffer)).toEqual([
      expect.objectContaining({ intact: true, coversWholeFile: true, signerName: 'Skills Hub' }),
    ]);
    const altered = Buffer.from(sealed as Buffer);
    const at = altered.indexOf('/MediaBox');
    altered.write('/MediaBux', at);
    expect(pdfSignatures(altered)[0]?.intact).toBe(false);
  });

  it('is not made without configuration', () => {
    expect(createPdfSeal({})).toBeNull();
  });

  it.each([
    [
      'a wrong passphrase',
      () => ({ CERTIFICATE_P12: file, CERTIFICATE_P12_PASSPHRASE: 'salah' }),
      'PASSPHRASE is wrong',
    ],
    ['a file that is not there', () => ({ CERTIFICATE_P12: '/nowhere.p12' }), 'cannot be read'],
  ])('with %s is said at the start', (_what, environment, said) => {
    expect(pdfSealProblems(environment())).toEqual([expect.stringContaining(said)]);
    expect(() => createPdfSeal(environment())).toThrow(said);
  });
});
