import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFObject, PDFStream } from '@cantoo/pdf-lib';

/** What a PDF is found to be: its pages, or why it is not taken. */
export type Inspection = { pages: number } | { problem: string };

/** Kinds of action that do something instead of showing something. */
const actions = new Set([
  'JavaScript',
  'Launch',
  'ImportData',
  'SubmitForm',
  'GoToE',
  'Rendition',
  'Movie',
  'Sound',
  'RichMediaExecute',
]);

/** Keys that bring along what no permit needs, and what each is. */
const keys: Readonly<Record<string, string>> = {
  JS: 'JavaScript',
  JavaScript: 'JavaScript',
  EmbeddedFiles: 'embedded files',
  EF: 'embedded files',
  XFA: 'an XFA form',
  AA: 'actions that run by themselves',
};

/** Kinds of annotation that carry files or programs. */
const annotations = new Set(['FileAttachment', 'RichMedia', 'Movie', 'Screen', 'Sound', '3D']);

/** Deeper nesting is an attack. */
const deepest = 100;

/**
 * Reads a whole PDF and says whether it is one that may be signed: complete, not encrypted, at least a page,
 * and nothing in it that runs, opens other things, or carries other files. Throws nothing.
 */
export async function inspectPdf(bytes: Uint8Array): Promise<Inspection> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (text.subarray(0, 5).toString('latin1') !== '%PDF-') return { problem: 'is no PDF' };
  if (!text.subarray(-1024).toString('latin1').includes('%%EOF'))
    return { problem: 'is a PDF without its end' };
  let document: PDFDocument;
  try {
    document = await PDFDocument.load(bytes, {
      throwOnInvalidObject: true,
      ignoreEncryption: true,
      updateMetadata: false,
    });
  } catch (error) {
    if (text.includes('/Encrypt')) return { problem: 'is encrypted' };
    return {
      problem: `is a PDF that cannot be read (${error instanceof Error ? error.message : 'unknown'})`,
    };
  }
  if (document.isEncrypted) return { problem: 'is encrypted' };
  try {
    const found = forbidden(document);
    if (found) return { problem: `holds ${found}` };
    const pages = document.getPageCount();
    return pages > 0 ? { pages } : { problem: 'has no page' };
  } catch (error) {
    return { problem: `is a damaged PDF (${error instanceof Error ? error.message : 'unknown'})` };
  }
}

function forbidden(document: PDFDocument): string | null {
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    const found = forbiddenIn(object, 0);
    if (found) return found;
  }
  return null;
}

function forbiddenIn(object: PDFObject, depth: number): string | null {
  if (depth > deepest) return 'objects that are nested too deeply';
  if (object instanceof PDFArray) {
    for (const item of object.asArray()) {
      const found = forbiddenIn(item, depth + 1);
      if (found) return found;
    }
    return null;
  }
  if (object instanceof PDFStream) return forbiddenIn(object.dict, depth + 1);
  if (!(object instanceof PDFDict)) return null;
  for (const [key, value] of object.entries()) {
    const named = keys[key.decodeText()] ?? forbiddenValue(key.decodeText(), value);
    if (named) return named;
    const found = forbiddenIn(value, depth + 1);
    if (found) return found;
  }
  return null;
}

function forbiddenValue(key: string, value: PDFObject): string | null {
  if (!(value instanceof PDFName)) return null;
  const word = value.decodeText();
  if (key === 'S' && actions.has(word)) return `an action (${word})`;
  if (key === 'Subtype' && annotations.has(word)) return `an annotation (${word})`;
  return null;
}
