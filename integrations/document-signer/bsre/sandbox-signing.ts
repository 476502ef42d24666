import { createHash } from 'node:crypto';
import { PDFDocument, PDFHexString, PDFName, PDFNumber, PDFString } from '@cantoo/pdf-lib';
import { cmsOver, type TestSigner } from './sandbox-certificate.ts';

/** Bytes that are set aside for a signature. */
const room = 8192;
const unset = 9_999_999_999;

/** Signs a PDF as PAdES has it: an invisible field in an incremental update, and a signature over all but itself. */
export async function signPdf(
  pdf: Uint8Array,
  signer: TestSigner,
  words: { name: string; reason: string; location: string },
): Promise<Buffer> {
  const at = new Date();
  const document = await PDFDocument.load(pdf, { forIncrementalUpdate: true, updateMetadata: false });
  const { context } = document;
  const page = document.getPage(0);
  const signature = context.register(
    context.obj({
      Type: 'Sig',
      Filter: 'Adobe.PPKLite',
      SubFilter: 'ETSI.CAdES.detached',
      ByteRange: [0, unset, unset, unset].map((number) => PDFNumber.of(number)),
      Contents: PDFHexString.of('0'.repeat(room * 2)),
      Reason: PDFHexString.fromText(words.reason),
      Location: PDFHexString.fromText(words.location),
      Name: PDFHexString.fromText(words.name),
      M: PDFString.fromDate(at),
    }),
  );
  const form = document.catalog.getOrCreateAcroForm();
  const widget = context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      Rect: [0, 0, 0, 0],
      V: signature,
      T: PDFString.of(`Signature${form.getAllFields().length + 1}`),
      F: 132,
      P: page.ref,
    }),
  );
  form.addField(widget);
  form.dict.set(PDFName.of('SigFlags'), PDFNumber.of(3));
  page.node.addAnnot(widget);
  return signed(Buffer.from(await document.commit({ useObjectStreams: false })), signer, at);
}

function signed(bytes: Buffer, signer: TestSigner, at: Date): Buffer {
  const contents = bytes.lastIndexOf(`<${'0'.repeat(room * 2)}>`, undefined, 'latin1');
  const range = /\/ByteRange \[[^\]]*9999999999[^\]]*\]/.exec(bytes.toString('latin1'));
  if (contents < 0 || !range) throw new Error('The place for the signature was not found.');
  const next = contents + room * 2 + 2;
  const text = `/ByteRange [0 ${contents} ${next} ${bytes.length - next}]`.padEnd(range[0].length);
  bytes.write(text, range.index, 'latin1');
  const hash = createHash('sha256').update(bytes.subarray(0, contents)).update(bytes.subarray(next));
  const cms = cmsOver(hash.digest(), signer, at);
  if (cms.length > room) throw new Error('The signature is longer than its place.');
  bytes.write(cms.toString('hex'), contents + 1, 'latin1');
  return bytes;
}
