import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { type Data, organisationPrincipal } from '../../../test/subgraph-harness.ts';
import { DocumentLinks } from './document-links.ts';
import { type DocumentStage, somePdf, startDocuments } from './documents-under-test.ts';

const largest = 20 * 1024 * 1024;

async function pdfWith(change: (document: PDFDocument) => unknown): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.addPage().drawText('Izin');
  await change(document);
  return document.save({ useObjectStreams: false });
}

function withCatalog(key: string, value: object): Promise<Uint8Array> {
  return pdfWith((document) => document.catalog.set(PDFName.of(key), document.context.obj(value as never)));
}

/** A few hundred kilobytes that unfold into as many megabytes as asked. */
function bomb(megabytes: number): Buffer {
  const packed = deflateSync(Buffer.alloc(megabytes * 1024 * 1024));
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.7\n1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${packed.length}>>stream\n`,
    ),
    packed,
    Buffer.from('\nendstream endobj\ntrailer<</Root 2 0 R>>\nstartxref\n0\n%%EOF'),
  ]);
}

describe('the document of a permit', () => {
  let stage: DocumentStage;
  beforeAll(async () => {
    stage = await startDocuments();
  });
  afterAll(() => stage.close());

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['is a zip of 20 MB', () => Buffer.concat([Buffer.from('PK\x03\x04')], largest), 'is no PDF'],
    ['is a web page', () => Buffer.from('<script>alert(1)</script>'), 'is no PDF'],
    [
      'has a PDF only after other bytes',
      async () => Buffer.concat([Buffer.from('MZ'), await somePdf()]),
      'is no PDF',
    ],
    ['runs JavaScript', () => pdfWith((pdf) => pdf.addJavaScript('x', 'app.alert(1)')), 'JavaScript'],
    [
      'runs JavaScript when it is opened',
      () => withCatalog('OpenAction', { Type: 'Action', S: 'JavaScript', JS: PDFString.of('x') }),
      'JavaScript',
    ],
    [
      'starts a program',
      () => withCatalog('OpenAction', { Type: 'Action', S: 'Launch', F: PDFString.of('cmd.exe') }),
      'Launch',
    ],
    ['does something when a page is opened', () => withCatalog('AA', {}), 'actions'],
    ['carries a file', () => pdfWith((pdf) => pdf.attach(Buffer.from('x'), 'x.exe')), 'embedded files'],
    ['has an XFA form', () => withCatalog('AcroForm', { XFA: PDFString.of('x') }), 'XFA'],
    [
      'is encrypted',
      () => pdfWith((pdf) => pdf.encrypt({ userPassword: 'x', ownerPassword: 'y' } as never)),
      'encrypted',
    ],
    ['ends in the middle', async () => (await somePdf()).subarray(0, 500), 'without its end'],
    [
      'misses its middle',
      async () => Buffer.concat([(await somePdf()).subarray(0, 300), Buffer.from('\n%%EOF')]),
      'is a',
    ],
    ['unfolds into half a gigabyte', () => bomb(400), 'too'],
  ])('is not taken in when it %s, and nothing is kept of it', async (_what, make, problem) => {
    const draft = await stage.begin();
    const before = await stage.kept();
    const { status, json } = await stage.put(draft.uploadUrl, await make());
    expect([status, json.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(json.details[0]).toMatchObject({ field: 'file', message: expect.stringContaining(problem) });
    expect(await stage.read(draft.id)).toMatchObject({ status: 'DRAFT', files: [] });
    expect(await stage.kept()).toBe(before);
  });

  it.each([
    ['text/html', 415],
    ['application/octet-stream', 415],
    ['application/json', 415],
  ])('is not taken in as %s', async (type, status) => {
    const draft = await stage.begin();
    expect((await stage.put(draft.uploadUrl, await somePdf(), type)).status).toBe(status);
    expect(await stage.read(draft.id)).toMatchObject({ status: 'DRAFT' });
  });

  it('is not taken in when it is empty, or larger than 20 MiB', async () => {
    const draft = await stage.begin();
    expect((await stage.put(draft.uploadUrl, Buffer.alloc(0))).status).toBe(400);
    const large = Buffer.concat([await somePdf()], largest + 1);
    expect(await stage.put(draft.uploadUrl, large)).toMatchObject({
      status: 413,
      json: { code: 'PAYLOAD_TOO_LARGE' },
    });
  });

  it('is taken in once, however often it is sent', async () => {
    const draft = await stage.begin();
    const sent = await Promise.all([1, 2, 3].map(async () => stage.put(draft.uploadUrl, await somePdf())));
    expect(sent.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await stage.read(draft.id)).files).toHaveLength(1);
  });

  it('is neither uploaded nor downloaded by a link that was altered, is of another kind, or is over', async () => {
    const uploaded = await stage.givenUploaded();
    const draft = await stage.begin();
    const download: string = uploaded.files[0].downloadUrl;
    const altered = `${download.slice(0, -2)}${download.endsWith('AA') ? 'BB' : 'AA'}`;
    const links = new DocumentLinks(stage.hub.cipher, stage.publicUrl);
    const right = {
      what: 'upload',
      documentId: draft.id,
      version: 'original',
      bearer: 'x',
      organisationId: null,
    } as const;
    const now = Date.now;
    Date.now = () => now() - 16 * 60_000;
    const over = links.make(right);
    Date.now = now;
    for (const url of [altered, draft.uploadUrl, download.split('?')[0] as string])
      expect((await fetch(url)).status).toBe(404);
    for (const url of [over, download]) expect((await stage.put(url, await somePdf())).status).toBe(404);
    expect(await stage.read(draft.id)).toMatchObject({ status: 'DRAFT' });
  });

  it('is begun, signed and ended by the operator and agencies alone', async () => {
    const registrationId = await stage.givenPermit();
    const institution = uuidv7();
    await stage.mirror.linkPermit(registrationId, institution);
    const { id } = await stage.givenUploaded(registrationId);
    const end = { documentId: id, reason: 'because' };
    const calls: [string, string, Record<string, unknown>][] = [
      ['createPermitDocument', 'CreatePermitDocumentInput', { registrationId }],
      [
        'importPermitDocument',
        'ImportPermitDocumentInput',
        { registrationId, url: 'https://example.org/a.pdf' },
      ],
      ['signPermitDocument', 'SignPermitDocumentInput', { documentId: id, ...stage.signer }],
      ['resolvePermitSignature', 'ResolvePermitSignatureInput', { ...end, resolution: 'NOT_SIGNED' }],
      ['rejectPermitDocument', 'EndPermitDocumentInput', end],
      ['cancelPermitDocument', 'EndPermitDocumentInput', end],
    ];
    for (const [name, type, input] of calls) {
      const mutation = `mutation($input: ${type}!) { ${name}(input: $input) { id } }`;
      for (const caller of [
        organisationPrincipal(institution),
        organisationPrincipal(institution, 'admin'),
        organisationPrincipal(institution, 'permits:read', 'permits:write'),
      ])
        expect((await stage.hub.call('permits', caller, mutation, { input })).codes).toEqual(['FORBIDDEN']);
    }
    expect(await stage.read(id)).toMatchObject({ status: 'UPLOADED' });
  });

  it('is seen and downloaded by the institution whose permit it is, by an agency, and by no other', async () => {
    const registrationId = await stage.givenPermit();
    const [institution, other, agency] = [uuidv7(), uuidv7(), uuidv7()];
    await stage.mirror.linkPermit(registrationId, institution);
    const { id } = await stage.givenUploaded(registrationId);
    const draft = await stage.begin(registrationId);
    const query = `query($id: ID!, $of: String!) {
      permitDocument(id: $id) { id uploadUrl files { downloadUrl } }
      permit(registrationId: $of) { documents { totalCount nodes { id uploadUrl } } }
      permitDocuments { nodes { id } } }`;
    const seen = async (organisationId: string, ...scopes: Parameters<typeof organisationPrincipal>[1][]) => {
      const caller = organisationPrincipal(organisationId, ...scopes);
      const { data, errors } = await stage.hub.call('permits', caller, query, { id, of: registrationId });
      expect(errors).toEqual([]);
      return data;
    };
    const own: Data = await seen(institution);
    expect((await fetch(own.permitDocument.files[0].downloadUrl)).status).toBe(200);
    expect(own.permit.documents).toEqual({
      totalCount: 2,
      nodes: [
        { id: draft.id, uploadUrl: null },
        { id, uploadUrl: null },
      ],
    });
    expect(own.permitDocuments.nodes).toEqual([{ id: draft.id }, { id }]);
    expect(await seen(other)).toEqual({
      permitDocument: null,
      permit: null,
      permitDocuments: { nodes: [] },
    });
    const everything = await seen(agency, 'permits:read', 'permits:manage', 'permits:all');
    expect(everything.permit.documents.nodes[0].uploadUrl).toContain(stage.publicUrl);
    // Linked anew, it goes along with its permit.
    await stage.mirror.linkPermit(registrationId, other);
    expect((await seen(other)).permitDocument).toMatchObject({ id });
    expect((await seen(institution)).permitDocument).toBeNull();
  });

  it('is rejected or cancelled with a reason, and begun anew', async () => {
    const { id } = await stage.givenUploaded();
    const reject = (reason: string) =>
      stage.change('rejectPermitDocument', 'EndPermitDocumentInput', { documentId: id, reason });
    expect((await reject('')).codes).toEqual(['VALIDATION_ERROR']);
    expect((await reject('Wrong permit')).data.rejectPermitDocument).toMatchObject({
      status: 'REJECTED',
      reason: 'Wrong permit',
      permit: { pdfImported: false },
    });
    expect((await stage.sign(id)).codes).toEqual(['CONFLICT']);
    const draft = await stage.begin();
    const cancel = { documentId: draft.id, reason: 'Not needed' };
    const { data } = await stage.change('cancelPermitDocument', 'EndPermitDocumentInput', cancel);
    expect(data.cancelPermitDocument).toMatchObject({ status: 'CANCELLED', uploadUrl: null });
    expect((await stage.put(draft.uploadUrl, await somePdf())).status).toBe(409);
  });

  it('is none of a permit that is not there', async () => {
    const input = { registrationId: 'nowhere' };
    const none = await stage.change('createPermitDocument', 'CreatePermitDocumentInput', input);
    expect(none.codes).toEqual(['NOT_FOUND']);
  });
});
