import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from '@jest/globals';
import { HttpClient } from '../../../platform/http-client/http-client.ts';
import { createSandbox, sandboxConfiguration } from '../../sandbox.ts';
import { type DocumentSignerUnderTest, documentSignerConformance } from '../conformance.ts';
import { pdfSignatures } from '../pdf-signatures.ts';
import type { DocumentSigner } from '../port.ts';
import { bsreProblems, createBsre } from './bsre.ts';
import { bsreStatusTold, bsreVerified } from './contract.ts';
import { bsreSandboxPeople } from './sandbox.ts';
import { testSigner } from './sandbox-certificate.ts';
import { signPdf } from './sandbox-signing.ts';

const run = promisify(execFile);

documentSignerConformance('BSrE', async (): Promise<DocumentSignerUnderTest> => {
  const secret = (name: string) => `secret-of-${name}`;
  const sandbox = createSandbox({ configuration: sandboxConfiguration(secret, '') });
  const address = await sandbox.listen({ host: '127.0.0.1', port: 0 });
  const http = new HttpClient();
  const control = async (what: string, body?: unknown) => {
    const response = await fetch(`${address}/bsre/_control/${what}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json() as Promise<{ signed: number }>;
  };
  const within = (ms: number) => {
    const patience = { signMs: ms, verifyMs: ms, statusMs: ms };
    return createBsre(sandboxConfiguration(secret, address), http, patience) as DocumentSigner;
  };
  const [head, fresh] = bsreSandboxPeople;
  return {
    signer: within(60_000),
    impatient: within(2_000),
    fault: async (fault) => void (await control('faults', fault)),
    reset: async () => void (await control('faults/clear', {})),
    signed: async () => (await control('signed')).signed,
    person: {
      identities: [{ nik: head.nik }, { email: head.email }],
      name: head.name,
      passphrase: head.passphrase,
    },
    withoutCertificate: { email: fresh.email },
    async close() {
      await sandbox.close();
      await http.close();
    },
  };
});

describe('BSrE', () => {
  it('is asked for all that it needs once it has an address', () => {
    expect(bsreProblems({})).toEqual([]);
    expect(bsreProblems({ BSRE_API_URL: 'https://esign.example.go.id' })).toEqual([
      expect.stringContaining('BSRE_CLIENT_ID is missing'),
      expect.stringContaining('BSRE_CLIENT_SECRET is missing'),
    ]);
  });

  it.each([
    [{ status: 'ISSUE' }, 'READY'],
    [{ status_code: 2011, message: 'User tidak terdaftar' }, 'NOT_REGISTERED'],
    [{ status_code: '2021' }, 'NO_CERTIFICATE'],
    [{ status: 'SUSPEND' }, 'UNKNOWN'],
  ])('tells of a signer by word or number: %j is %s', (reply, status) => {
    expect(bsreStatusTold.parse(reply)).toBe(status);
  });

  it('is understood when its conclusion is a new word: not valid', () => {
    expect(bsreVerified.parse({ conclusion: 'INDETERMINATE', signatureInformations: null })).toEqual({
      conclusion: 'INVALID',
      said: 'INDETERMINATE',
      signers: [],
    });
  });
});

describe('signatures in a PDF', () => {
  const signer = testSigner('Kepala Dinas');
  const words = { name: 'Kepala Dinas', reason: 'Izin', location: 'Medan' };
  async function signed(): Promise<Buffer> {
    const document = await PDFDocument.create();
    document.addPage().drawText('Izin');
    return signPdf(await document.save(), signer, words);
  }

  it('are found by each who signed, and only the last covers the whole file', async () => {
    const twice = await signPdf(await signed(), testSigner('Sekretaris'), words);
    expect(
      pdfSignatures(twice).map(({ signerName, intact, coversWholeFile }) => [
        signerName,
        intact,
        coversWholeFile,
      ]),
    ).toEqual([
      ['Kepala Dinas', true, false],
      ['Sekretaris', true, true],
    ]);
  });

  it('do not cover what is hidden between their parts', async () => {
    const pdf = await signed();
    const text = pdf.toString('latin1');
    const forged = Buffer.from(text.replace(/(\/Contents <[0-9A-Fa-f]{200})/, '$1> /Evil <'), 'latin1');
    expect(pdfSignatures(forged).some(({ intact }) => intact)).toBe(false);
  });

  it.each(['', '%PDF-1.7', '/ByteRange [0 1 2 3]', '/ByteRange [0 17 19 2] <00> x', '/ByteRange [9 9 9 9]'])(
    'are none in %j',
    (text) => {
      expect(pdfSignatures(Buffer.from(text)).some(({ intact }) => intact)).toBe(false);
    },
  );

  it('are found to be good by OpenSSL', async () => {
    const pdf = await signed();
    const [, length, next] = (/\/ByteRange \[0 (\d+) (\d+)/.exec(pdf.toString('latin1')) ?? []).map(
      Number,
    ) as [number, number, number];
    const folder = await mkdtemp(path.join(tmpdir(), 'cms-'));
    const [cms, content] = [path.join(folder, 'cms.der'), path.join(folder, 'content')];
    await writeFile(cms, Buffer.from(pdf.subarray(length + 1, next - 1).toString('latin1'), 'hex'));
    await writeFile(content, Buffer.concat([pdf.subarray(0, length), pdf.subarray(next)]));
    const verify = ['cms', '-verify', '-inform', 'DER', '-in', cms, '-content', content];
    const { stderr } = await run('openssl', [...verify, '-binary', '-noverify', '-out', '/dev/null']);
    expect(stderr).toMatch(/Verification successful/i);
    await rm(folder, { recursive: true });
  });
});
