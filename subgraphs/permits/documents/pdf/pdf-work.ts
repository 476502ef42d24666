import { BoundedThread } from '../../../../platform/threads/bounded-thread.ts';
import type { Inspection } from './inspect-pdf.ts';
import type { PdfAnswer, PdfTask } from './pdf-worker.ts';
import type { Stamp } from './stamp-qr.ts';

const thread = new BoundedThread<PdfTask, PdfAnswer>({
  what: 'PDFs',
  module: new URL(import.meta.url.replace(/pdf-work(\.[jt]s)$/, 'pdf-worker$1')),
  // Reading 20 MB takes a second or two.
  patienceMs: 20_000,
  // A few kilobytes can be made to unfold into gigabytes.
  mostGrowth: 512 * 1024 * 1024,
});

/** Says whether the PDF may be signed; one that takes too much time or memory may not. */
export async function inspect(pdf: Uint8Array): Promise<Inspection> {
  const answer = await asked({ kind: 'inspect', pdf });
  if ('inspection' in answer) return answer.inspection;
  return { problem: 'failed' in answer ? answer.failed : 'cannot be read' };
}

/** The PDF with its QR code. Throws an Error for a PDF that was not inspected, or has no such page. */
export async function stamp(pdf: Uint8Array, what: Stamp): Promise<Uint8Array> {
  const answer = await asked({ kind: 'stamp', pdf, stamp: what });
  if ('stamped' in answer) return answer.stamped;
  throw new Error('failed' in answer ? answer.failed : 'The PDF could not be stamped.');
}

async function asked(task: PdfTask): Promise<PdfAnswer> {
  const answer = await thread.run(task);
  if (!('givenUp' in answer)) return answer;
  const { givenUp, message } = answer;
  return { failed: givenUp === 'BROKEN' ? `cannot be read (${message})` : `${message} to read` };
}
