import { memoryUsage } from 'node:process';
import { Worker } from 'node:worker_threads';
import { log } from '../log.ts';

export interface BoundedThreadOptions {
  /** What it reads, for the log. */
  what: string;
  /** The module that it runs: answers each message with one. */
  module: URL;
  /** A task that takes longer is given up, in milliseconds from when its thread runs. */
  patienceMs: number;
  /** A task by which the process grows by more is given up, in bytes. */
  mostGrowth: number;
  /** Tasks that may wait for their turn; all of them when absent. */
  mostWaiting?: number;
}

/** Why there is no answer: it took too much, too many wait, or the thread broke off. */
export type GivenUp = { givenUp: 'TIME' | 'MEMORY' | 'BUSY' | 'BROKEN'; message: string };

const lookMs = 50;
/** A look that comes late counts as so much: where the whole machine stood still, so did the task. */
const mostBetweenLooksMs = 4 * lookMs;
/** A thread that does not run after so long never will. */
const startMs = 60_000;
/** A thread without work is kept so long: starting one takes most of a second. */
const keptMs = 60_000;

/**
 * A thread for what comes from outside and may be made to take for ever, or all memory: it can be ended at
 * any moment, and holds up nobody. One task after the other, so that memory is bounded and growth is the
 * task's own.
 */
export class BoundedThread<Task, Answer> {
  readonly #options: BoundedThreadOptions;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  /** A thread that waits for the next task, and when it is given up. */
  #idle: { worker: Worker; end: NodeJS.Timeout } | null = null;

  constructor(options: BoundedThreadOptions) {
    this.#options = options;
  }

  /** What the thread answers. Never rejects. */
  run(task: Task): Promise<Answer | GivenUp> {
    if (this.#waiting >= (this.#options.mostWaiting ?? Number.POSITIVE_INFINITY))
      return Promise.resolve({ givenUp: 'BUSY', message: 'too many wait' });
    this.#waiting += 1;
    const mine = this.#last.then(() => this.#inThread(task)).finally(() => (this.#waiting -= 1));
    this.#last = mine;
    return mine;
  }

  #inThread(task: Task): Promise<Answer | GivenUp> {
    const { patienceMs, mostGrowth } = this.#options;
    const kept = this.#take();
    const worker = kept ?? this.#start();
    return new Promise((resolve) => {
      const before = memoryUsage.rss();
      let [leftMs, looked] = [kept ? patienceMs : startMs, Date.now()];
      const runs = () => {
        [leftMs, looked] = [patienceMs, Date.now()];
      };
      const end = (answer: Answer | GivenUp, keep: boolean) => {
        clearInterval(watch);
        worker.off('online', runs).off('message', answered).off('error', broken);
        if (keep) this.#keep(worker);
        else void worker.terminate();
        resolve(answer);
      };
      const giveUp = (givenUp: GivenUp['givenUp'], message: string) => end({ givenUp, message }, false);
      const answered = (answer: Answer) => end(answer, true);
      const broken = (error: Error) => giveUp('BROKEN', error.message);
      const watch = setInterval(() => {
        const now = Date.now();
        leftMs -= Math.min(Math.abs(now - looked), mostBetweenLooksMs);
        looked = now;
        if (memoryUsage.rss() - before > mostGrowth) giveUp('MEMORY', 'takes too much memory');
        else if (leftMs < 0) giveUp('TIME', 'takes too long');
      }, lookMs);
      worker.once('online', runs);
      worker.once('message', answered);
      worker.once('error', broken);
      worker.postMessage(task);
    });
  }

  /** The thread that was kept, which runs already. */
  #take(): Worker | null {
    if (!this.#idle) return null;
    const { worker, end } = this.#idle;
    clearTimeout(end);
    this.#idle = null;
    worker.ref();
    return worker;
  }

  #start(): Worker {
    const { module, what } = this.#options;
    const worker = new Worker(module, {
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    // Also of one that was given up: an error that nobody listens to would end the process.
    worker.on('error', (err) => log.warn({ err, what }, 'a thread broke off'));
    worker.on('exit', () => {
      if (this.#idle?.worker !== worker) return;
      clearTimeout(this.#idle.end);
      this.#idle = null;
    });
    return worker;
  }

  /** A process that has nothing else to do ends all the same. */
  #keep(worker: Worker): void {
    worker.unref();
    const end = setTimeout(() => {
      this.#idle = null;
      void worker.terminate();
    }, keptMs).unref();
    this.#idle = { worker, end };
  }
}
