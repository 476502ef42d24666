import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Exchange, OutsideCall } from '../../platform/http-client/http-client.ts';
import { eventually } from '../../test/graph-request.ts';
import { pdfSignatures } from './pdf-signatures.ts';
import type { DocumentSigner, SignatureOrder, SignerIdentity } from './port.ts';

export interface DocumentSignerUnderTest {
  signer: DocumentSigner;
  /** The same service for a hub that gives a call up after two seconds. */
  impatient: DocumentSigner;
  /** Scripts what the stand-in does wrong at the next call. */
  fault(fault: Record<string, unknown>): Promise<void>;
  /** Takes back everything that was scripted. */
  reset(): Promise<void>;
  /** How many documents the stand-in has signed. */
  signed(): Promise<number>;
  person: { identities: SignerIdentity[]; name: string; passphrase: string };
  withoutCertificate: SignerIdentity;
  close(): Promise<void>;
}

/** What every service that signs must do for the hub, whoever runs it. */
export function documentSignerConformance(name: string, start: () => Promise<DocumentSignerUnderTest>): void {
  describe(`the signing service ${name}`, () => {
    let underTest: DocumentSignerUnderTest;
    let signer: DocumentSigner;
    let pdf: Uint8Array;
    let exchanges: Exchange[];
    const call: OutsideCall = { requestId: 'req-1', record: (exchange) => void exchanges.push(exchange) };
    beforeAll(async () => {
      underTest = await start();
      signer = underTest.signer;
      const document = await PDFDocument.create();
      document.addPage().drawText('Izin');
      pdf = await document.save();
    });
    beforeEach(async () => {
      exchanges = [];
      await underTest.reset();
    });
    afterAll(() => underTest.close());

    function order(change: Partial<SignatureOrder> = {}): SignatureOrder {
      const { identities, passphrase } = underTest.person;
      const signing = identities[0] as SignerIdentity;
      return { pdf, signer: signing, passphrase, reason: 'Izin', location: 'Medan', ...change };
    }

    it('signs a PDF so that the signature covers all of it', async () => {
      for (const identity of underTest.person.identities) {
        const signed = await signer.sign(order({ signer: identity }), call);
        expect(pdfSignatures(signed)).toEqual([
          expect.objectContaining({ intact: true, coversWholeFile: true, signerName: underTest.person.name }),
        ]);
      }
    });

    it('knows its signature again, and one byte that was changed', async () => {
      const signed = await signer.sign(order(), call);
      expect(await signer.verify(signed, call)).toEqual({
        conclusion: 'VALID',
        said: 'VALID',
        signers: [underTest.person.name],
      });
      const altered = Buffer.from(signed);
      altered[20] = (altered[20] as number) ^ 1;
      expect(await signer.verify(altered, call)).toMatchObject({ conclusion: 'INVALID' });
      const longer = Buffer.concat([signed, Buffer.from('\n% more')]);
      expect(await signer.verify(longer, call)).toMatchObject({ conclusion: 'INVALID' });
      expect(await signer.verify(pdf, call)).toMatchObject({ conclusion: 'NO_SIGNATURE', signers: [] });
    });

    it('refuses a wrong passphrase, an unknown person and what is no PDF, for good', async () => {
      const before = await underTest.signed();
      const refused = { kind: 'REJECTED', retryable: false };
      await expect(signer.sign(order({ passphrase: 'wrong' }), call)).rejects.toMatchObject(refused);
      const nobody = { email: 'nobody@example.org' };
      await expect(signer.sign(order({ signer: nobody }), call)).rejects.toMatchObject(refused);
      await expect(signer.sign(order({ signer: underTest.withoutCertificate }), call)).rejects.toMatchObject(
        refused,
      );
      await expect(signer.sign(order({ pdf: Buffer.from('PK') }), call)).rejects.toMatchObject(refused);
      expect(await underTest.signed()).toBe(before);
    });

    it('tells who can sign', async () => {
      for (const identity of underTest.person.identities)
        expect(await signer.statusOf(identity, call)).toBe('READY');
      expect(await signer.statusOf(underTest.withoutCertificate, call)).toBe('NO_CERTIFICATE');
      expect(await signer.statusOf({ nik: '9999999999999999' }, call)).toBe('NOT_REGISTERED');
    });

    it('is never asked twice to sign, and says when nobody knows whether it has', async () => {
      for (const [fault, kind] of [
        [{ fault: 'slow', ms: 60_000 }, 'TIMEOUT'],
        [{ fault: 'dropped', when: 'after' }, 'TIMEOUT'],
        [{ fault: 'empty', when: 'after' }, 'INVALID_REPLY'],
        [{ fault: 'status', status: 500, when: 'after' }, 'UNAVAILABLE'],
      ] as const) {
        const before = await underTest.signed();
        exchanges = [];
        await underTest.fault({ ...fault, on: 'sign' });
        const meeting = fault.fault === 'slow' ? underTest.impatient : signer;
        await expect(meeting.sign(order(), call)).rejects.toMatchObject({ kind });
        await eventually(async () => (await underTest.signed()) > before, 'it is signed');
        expect(exchanges).toHaveLength(1);
        expect(await underTest.signed()).toBe(before + 1);
      }
    });

    it('leaves nothing of what was sent or answered in what is recorded', async () => {
      await signer.sign(order(), call);
      await expect(signer.sign(order({ passphrase: 'wrong' }), call)).rejects.toThrow();
      await signer.statusOf(underTest.person.identities[0] as SignerIdentity, call);
      expect(exchanges).toHaveLength(3);
      for (const { requestBody, responseBody } of exchanges)
        expect([requestBody, responseBody]).toEqual([null, null]);
      expect(JSON.stringify(exchanges)).not.toContain(underTest.person.passphrase);
    });
  });
}
