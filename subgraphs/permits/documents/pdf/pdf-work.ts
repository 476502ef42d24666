import { memoryUsage } from 'node:process';
import { Worker } from 'node:worker_threads';
import { log } from '../../../../platform/log.ts';
import type { Inspection } from './inspect-pdf.ts';
import type { PdfAnswer, PdfTask } from './pdf-worker.ts';
import type { Stamp } from './stamp-qr.ts';

/** Reading 20 MB takes a second or two. */
const patienceMs = 20_000;
/** A few kilobytes can be made to unfold into gigabytes. */
const mostGrowth = 512 * 1024 * 1024;
const lookMs = 50;
/** A thread without work is kept so long. */
const keptMs = 60_000;

let last: Promise<unknown> = Promise.resolve();

/** Says whether the PDF may be signed; one that takes too much time or memory may not. */
export async function inspect(pdf: Uint8Array): Promise<Inspection> {
  const answer = await next({ kind: 'inspect', pdf });
  if ('inspection' in answer) return answer.inspection;
  return { problem: 'failed' in answer ? answer.failed : 'cannot be read' };
}

/** The PDF with its QR code. Throws an Error for a PDF that was not inspected, or has no such page. */
export async function stamp(pdf: Uint8Array, what: Stamp): Promise<Uint8Array> {
  const answer = await next({ kind: 'stamp', pdf, stamp: what });
  if ('stamped' in answer) return answer.stamped;
  throw new Error('failed' in answer ? answer.failed : 'The PDF could not be stamped.');
}

/** One after the other, so that memory is bounded and growth is this PDF’s. */
function next(task: PdfTask): Promise<PdfAnswer> {
  const mine = last.then(() => inThread(task));
  last = mine;
  return mine;
}

/** A thread that waits for the next PDF, and when it is given up. */
let idle: { worker: Worker; end: NodeJS.Timeout } | null = null;

/**
 * In a thread, which can be ended at any moment: what is read comes from outside, and reading it must hold
 * up nobody.
 */
function inThread(task: PdfTask): Promise<PdfAnswer> {
  const worker = takeThread();
  return new Promise((resolve) => {
    const [started, before] = [Date.now(), memoryUsage.rss()];
    const end = (answer: PdfAnswer, keep: boolean) => {
      clearInterval(watch);
      worker.off('message', answered).off('error', broken);
      if (keep) keepThread(worker);
      else void worker.terminate();
      resolve(answer);
    };
    const answered = (answer: PdfAnswer) => end(answer, true);
    const broken = (error: Error) => end({ failed: `cannot be read (${error.message})` }, false);
    const watch = setInterval(() => {
      if (Date.now() - started > patienceMs) end({ failed: 'takes too long to read' }, false);
      else if (memoryUsage.rss() - before > mostGrowth)
        end({ failed: 'takes too much memory to read' }, false);
    }, lookMs);
    worker.once('message', answered);
    worker.once('error', broken);
    worker.postMessage(task);
  });
}

function takeThread(): Worker {
  if (!idle) return startThread();
  const { worker, end } = idle;
  clearTimeout(end);
  idle = null;
  worker.ref();
  return worker;
}

function startThread(): Worker {
  const worker = new Worker(new URL(import.meta.url.replace(/pdf-work(\.[jt]s)$/, 'pdf-worker$1')), {
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  // Also of one that was given up: an error that nobody listens to would end the process.
  worker.on('error', (err) => log.warn({ err }, 'the thread that reads PDFs broke off'));
  worker.on('exit', () => {
    if (idle?.worker !== worker) return;
    clearTimeout(idle.end);
    idle = null;
  });
  return worker;
}

/** Starting one takes most of a second. A process that has nothing else to do ends all the same. */
function keepThread(worker: Worker): void {
  worker.unref();
  const end = setTimeout(() => {
    idle = null;
    void worker.terminate();
  }, keptMs).unref();
  idle = { worker, end };
}
