import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pdfSignatures } from '../../../integrations/document-signer/pdf-signatures.ts';
import { FileStoreError } from '../../../integrations/storage/port.ts';
import { eventually } from '../../../test/graph-request.ts';
import { type Data, organisationPrincipal, platformPrincipal } from '../../../test/subgraph-harness.ts';
import { type DocumentStage, somePdf, startDocuments } from './documents-under-test.ts';

/** How long the hub waits for a signature, and how long where none comes in time. */
const [patientMs, impatientMs] = [60_000, 2_000];

describe('signing the document of a permit', () => {
  let stage: DocumentStage;
  beforeAll(async () => {
    stage = await startDocuments();
  });
  beforeEach(async () => {
    stage.patience.signMs = patientMs;
    await stage.control('faults/clear', {});
  });
  afterAll(() => stage.close());

  const signed = async (): Promise<number> => (await stage.control('signed')).signed;
  const events = async (documentId: string) => {
    const told = await stage.events(documentId);
    return told.map(({ data }) => [data.previous_status, data.status, data.signature_unknown]);
  };

  it('takes it from a draft to a signature that was verified, with three files, a QR code and an event each', async () => {
    const uploaded = await stage.givenUploaded();
    expect(uploaded).toMatchObject({
      status: 'UPLOADED',
      pages: 1,
      uploadUrl: null,
      permit: { pdfImported: true, pdfSigned: false },
    });
    const { data, errors } = await stage.sign(uploaded.id);
    expect(errors).toEqual([]);
    expect(['SIGNED', 'VERIFIED']).toContain(data.signPermitDocument.status);
    const verified = await stage.until(uploaded.id, ({ status }) => status === 'VERIFIED');
    expect(verified).toMatchObject({
      signerName: 'Kepala Dinas Penanaman Modal',
      attention: null,
      signatureUnknown: false,
      permit: { pdfSigned: true, qrCode: verified.qrCode },
    });
    expect(verified.qrCode).toMatch(new RegExp(`^${stage.publicUrl}/verify/documents/[A-Za-z0-9_-]{22}$`));
    const original = await stage.download(verified, 'ORIGINAL');
    const stamped = await stage.download(verified, 'STAMPED');
    expect(stamped.subarray(0, original.length).equals(original)).toBe(true);
    expect(pdfSignatures(await stage.download(verified, 'SIGNED'))).toEqual([
      expect.objectContaining({ intact: true, coversWholeFile: true }),
    ]);
    expect(await events(uploaded.id)).toEqual([
      [null, 'DRAFT', false],
      ['DRAFT', 'UPLOADED', false],
      ['UPLOADED', 'PENDING_SIGNATURE', false],
      ['PENDING_SIGNATURE', 'SIGNED', false],
      ['SIGNED', 'VERIFIED', false],
    ]);
  });

  it('is none of the sandbox’s, for operators and agencies, who are told why', async () => {
    const { id } = await stage.givenUploaded();
    const sandboxed = '0198c1de-0000-8000-8000-0000000000a1';
    for (const principal of [
      { ...platformPrincipal(), sandbox: true },
      organisationPrincipal(sandboxed, 'permits:manage', 'permits:all'),
    ]) {
      const mutation = `mutation($input: SignPermitDocumentInput!) { signPermitDocument(input: $input) { id } }`;
      const input = { documentId: id, ...stage.signer };
      const { codes, errors } = await stage.hub.call('permits', principal, mutation, { input });
      expect(codes).toEqual(['FORBIDDEN']);
      expect(errors[0]?.message).toContain('The sandbox has no permits');
    }
    expect((await stage.read(id)).status).toBe('UPLOADED');
  });

  it('happens once, however many ask at the same time, and never again', async () => {
    const { id } = await stage.givenUploaded();
    const before = await signed();
    const answers = await Promise.all([1, 2, 3].map(() => stage.sign(id)));
    const codes = answers.flatMap((answer) => answer.codes);
    expect(codes).toEqual(['CONFLICT', 'CONFLICT']);
    expect((await stage.sign(id)).codes).toEqual(['CONFLICT']);
    expect(await signed()).toBe(before + 1);
  });

  it('happens once for an idempotency key, and answers each alike; one that was refused can be tried again', async () => {
    const { id } = await stage.givenUploaded();
    const idempotencyKey = `sign-${id}`;
    const wrong = await stage.sign(id, { passphrase: 'salah', idempotencyKey });
    expect(wrong.codes).toEqual(['UPSTREAM_REJECTED']);
    const before = await signed();
    const answers = await Promise.all([1, 2, 3].map(() => stage.sign(id, { idempotencyKey })));
    answers.push(await stage.sign(id, { idempotencyKey }));
    expect(answers.flatMap((answer) => answer.codes)).toEqual([]);
    expect(new Set(answers.map(({ data }) => data.signPermitDocument.id))).toEqual(new Set([id]));
    expect(await signed()).toBe(before + 1);
  });

  it('is refused with a wrong passphrase, says so, and can be tried again', async () => {
    const { id } = await stage.givenUploaded();
    const wrong = await stage.sign(id, { passphrase: 'salah' });
    expect(wrong.codes).toEqual(['UPSTREAM_REJECTED']);
    expect(wrong.errors[0]?.message).toBe('Passphrase anda salah');
    expect(await stage.read(id)).toMatchObject({
      status: 'UPLOADED',
      reason: 'Passphrase anda salah',
      signatureUnknown: false,
    });
    expect((await stage.sign(id)).errors).toEqual([]);
  });

  it.each([
    [{ email: 'nobody@example.org' }, ['email']],
    [{ email: 'pejabat.baru@example.go.id' }, ['email']],
    [{ nik: '1271010101800001' }, ['nik']],
    [{ email: null }, ['nik']],
    [{ email: null, nik: '123' }, ['nik']],
    [{ qrPage: 2 }, ['qrPage']],
    [{ passphrase: '' }, ['passphrase']],
  ])('is refused before anything is asked with %j', async (change, fields) => {
    const { id } = await stage.givenUploaded();
    const before = await signed();
    const answer = await stage.sign(id, change);
    expect([answer.codes, answer.fields]).toEqual([['VALIDATION_ERROR'], fields]);
    expect(await stage.read(id)).toMatchObject({ status: 'UPLOADED', attention: null });
    expect(await signed()).toBe(before);
  });

  it.each([
    ['does not answer in time', { fault: 'slow', ms: 60_000 }],
    ['drops the connection', { fault: 'dropped', when: 'after' }],
    ['fails inside', { fault: 'status', status: 500, when: 'after' }],
    ['answers with a web page', { fault: 'html', when: 'after' }],
  ])('is of unknown outcome when the service %s, and is not repeated', async (_what, fault) => {
    const { id } = await stage.givenUploaded();
    const before = await signed();
    await stage.control('faults', { ...fault, on: 'sign' });
    if (fault.fault === 'slow') stage.patience.signMs = impatientMs;
    const answer = await stage.sign(id);
    expect(answer.errors).toEqual([]);
    expect(answer.data.signPermitDocument).toMatchObject({
      status: 'PENDING_SIGNATURE',
      signatureUnknown: true,
      attention: expect.stringContaining('Nobody knows whether it was signed'),
    });
    expect((await stage.sign(id)).codes).toEqual(['CONFLICT']);
    await eventually(async () => (await signed()) > before, 'the service signs');
    expect(await signed()).toBe(before + 1);
  });

  it('is tried again once a person has found out that it was not signed', async () => {
    const { id } = await stage.givenUploaded();
    expect((await stage.resolve(id)).codes).toEqual(['CONFLICT']);
    await stage.control('faults', { fault: 'slow', ms: 60_000, on: 'sign' });
    stage.patience.signMs = impatientMs;
    await stage.sign(id);
    stage.patience.signMs = patientMs;
    expect((await stage.resolve(id)).data.resolvePermitSignature).toMatchObject({
      status: 'UPLOADED',
      signatureUnknown: false,
      attention: null,
    });
    expect((await stage.sign(id)).errors).toEqual([]);
    await stage.until(id, ({ status }) => status === 'VERIFIED');
  });

  it('is settled by the signed file when a person has found it', async () => {
    const one = await stage.givenUploaded();
    await stage.sign(one.id);
    const other = await stage.until(one.id, ({ status }) => status === 'VERIFIED');
    const { id } = await stage.givenUploaded();
    await stage.control('faults', { fault: 'dropped', when: 'after', on: 'sign' });
    const unknown = (await stage.sign(id)).data.signPermitDocument;
    const unsigned = await stage.put(unknown.uploadUrl, await somePdf());
    expect(unsigned.json).toMatchObject({ code: 'VALIDATION_ERROR' });
    // Any signed file will do here: whether it is the right one is the person's word.
    const found = await stage.put(unknown.uploadUrl, await stage.download(other, 'SIGNED'));
    expect(found.status).toBe(200);
    await stage.until(id, ({ status }) => status === 'VERIFIED');
    expect((await stage.put(unknown.uploadUrl, await somePdf())).json).toMatchObject({ code: 'CONFLICT' });
  });

  it('is rejected when the service does not find its own signature valid', async () => {
    const { id } = await stage.givenUploaded();
    await stage.control('faults', { fault: 'dropped', when: 'after', on: 'sign' });
    const unknown = (await stage.sign(id)).data.signPermitDocument;
    const one = await stage.givenUploaded();
    await stage.sign(one.id);
    const other = await stage.until(one.id, ({ status }) => status === 'VERIFIED');
    const longer = Buffer.concat([await stage.download(other, 'SIGNED'), Buffer.from('\n%%EOF\n')]);
    await stage.put(unknown.uploadUrl, longer);
    const rejected = await stage.until(id, ({ status }) => status === 'REJECTED');
    expect(rejected.reason).toContain('INVALID');
    expect(rejected.permit).toMatchObject({ pdfSigned: false, qrCode: null });
  });

  it('is verified later when the service does not answer at first', async () => {
    const { id } = await stage.givenUploaded();
    await stage.control('faults', { fault: 'status', status: 503, on: 'verify' });
    await stage.sign(id);
    await stage.until(id, ({ status }) => status === 'VERIFIED');
  });

  it('can be withdrawn afterwards, and not rejected', async () => {
    const { id } = await stage.givenUploaded();
    await stage.sign(id);
    await stage.until(id, ({ status }) => status === 'VERIFIED');
    const input = { documentId: id, reason: 'Issued in error' };
    expect((await stage.change('rejectPermitDocument', 'EndPermitDocumentInput', input)).codes).toEqual([
      'CONFLICT',
    ]);
    const { data } = await stage.change('cancelPermitDocument', 'EndPermitDocumentInput', input);
    expect(data.cancelPermitDocument).toMatchObject({
      status: 'CANCELLED',
      reason: 'Issued in error',
      permit: { pdfSigned: false, pdfImported: false },
    });
  });

  it('leaves the passphrase nowhere in the database', async () => {
    const { id } = await stage.givenUploaded();
    await stage.control('faults', { fault: 'slow', ms: 60_000, on: 'sign' });
    stage.patience.signMs = impatientMs;
    await stage.sign(id);
    stage.patience.signMs = patientMs;
    await stage.sign((await stage.givenUploaded()).id, { passphrase: 'Salah-Sekali-77' });
    const { rows: tables } = await stage.hub.pool.query(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const { name } of tables) {
      const { rows } = await stage.hub.pool.query(`SELECT t::text AS row FROM ${name} t`);
      const text = rows.map(({ row }) => row).join('\n');
      expect(text).not.toContain(stage.signer.passphrase);
      expect(text).not.toContain('Salah-Sekali-77');
    }
  });
});

describe('signing that breaks off', () => {
  it('is found when the process ended in the middle, and is settled by a person', async () => {
    let end: (error: Error) => void = () => {};
    const stage = await startDocuments({
      lostAfterMs: 200,
      wrapSigner: (signer) => ({
        statusOf: signer.statusOf.bind(signer),
        verify: signer.verify.bind(signer),
        sign: () => new Promise((_resolve, reject) => (end = reject)),
      }),
    });
    const { id } = await stage.givenUploaded();
    const asked = stage.sign(id);
    const unknown: Data = await stage.until(id, ({ signatureUnknown }) => signatureUnknown);
    expect(unknown).toMatchObject({
      status: 'PENDING_SIGNATURE',
      attention: 'The hub ended while it was being signed.',
    });
    end(new Error('killed'));
    await asked;
    expect((await stage.read(id)).signatureUnknown).toBe(true);
    await stage.close();
  });

  it('takes an answer that comes after all', async () => {
    let release: () => void = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const stage = await startDocuments({
      lostAfterMs: 50,
      wrapSigner: (signer) => ({
        statusOf: signer.statusOf.bind(signer),
        verify: signer.verify.bind(signer),
        sign: (...order) => released.then(() => signer.sign(...order)),
      }),
    });
    const { id } = await stage.givenUploaded();
    const asked = stage.sign(id);
    await stage.until(id, ({ signatureUnknown }) => signatureUnknown);
    release();
    await asked;
    await stage.until(id, ({ status }) => status === 'VERIFIED');
    await stage.close();
  });

  it('asks nobody while the service is down, and is of unknown outcome when the signed file cannot be kept', async () => {
    let broken = false;
    const stage = await startDocuments({
      wrapStore: (store) => ({
        get: store.get.bind(store),
        head: store.head.bind(store),
        delete: store.delete.bind(store),
        async put(key, body, facts) {
          if (broken && key.includes('/signed-')) throw new FileStoreError('UNAVAILABLE', 'gone');
          await store.put(key, body, facts);
        },
      }),
    });
    const [one, two] = [await stage.givenUploaded(), await stage.givenUploaded()];
    broken = true;
    expect((await stage.sign(one.id)).data.signPermitDocument).toMatchObject({
      signatureUnknown: true,
      attention: 'It was signed, and the signed file could not be kept.',
    });
    await stage.withoutService();
    expect((await stage.sign(two.id)).codes).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(await stage.read(two.id)).toMatchObject({ status: 'UPLOADED', attention: null });
    await stage.close();
  });
});
