import { parentPort } from 'node:worker_threads';
import { type Inspection, inspectPdf } from './inspect-pdf.ts';
import { type Stamp, stampQr } from './stamp-qr.ts';

/** What the thread is asked for. */
export type PdfTask = { kind: 'inspect'; pdf: Uint8Array } | { kind: 'stamp'; pdf: Uint8Array; stamp: Stamp };

/** What it answers. */
export type PdfAnswer = { inspection: Inspection } | { stamped: Uint8Array } | { failed: string };

async function work(task: PdfTask): Promise<PdfAnswer> {
  try {
    return task.kind === 'inspect'
      ? { inspection: await inspectPdf(task.pdf) }
      : { stamped: await stampQr(task.pdf, task.stamp) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', async (task: PdfTask) => parentPort?.postMessage(await work(task)));
