import type { Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '../../platform/log.ts';
import { StartError } from '../../platform/start-error.ts';
import type { WorkerCalls } from './calls.ts';
import type { Calls, Channel } from './channel.ts';
import { WorkerLife } from './worker-life.ts';

/** A worker that ends this often by itself within this time is not started again. */
const mostDeaths = 5;
const withinMs = 60_000;
/** Before the second start within that time; doubled with each further one. */
const firstPauseMs = 250;

/** One of the workers: whenever its process ends by itself, another takes its place. */
export class KeptWorker {
  readonly #start: () => WorkerLife;
  #life: WorkerLife;
  #stopping = false;

  /** @param here what the worker may call in this process */
  constructor(fork: () => Worker, here: Calls) {
    this.#start = () => new WorkerLife(fork(), here);
    this.#life = this.#start();
  }

  /** Null while it does not serve. */
  get channel(): Channel<WorkerCalls> | null {
    return this.#life.serving ? this.#life.channel : null;
  }

  /** Resolves when it serves for the first time. Throws StartError when it ends before. */
  async started(): Promise<void> {
    if (await this.#life.listening) return;
    throw new StartError('A worker could not be started; why stands above.');
  }

  /**
   * Keeps it alive. Resolves when it was stopped.
   *
   * @throws StartError when it does not stay up
   */
  async keep(): Promise<void> {
    const deaths: number[] = [];
    for (;;) {
      const ending = await this.#life.ended;
      if (this.#stopping) return;
      log.error(ending, 'a worker has ended by itself, and is replaced');
      const now = performance.now();
      deaths.push(now);
      const lately = deaths.filter((death) => now - death < withinMs).length;
      if (lately >= mostDeaths) {
        throw new StartError(
          'A worker ends by itself again and again, and the hub cannot go on without it. Why stands above.',
        );
      }
      await sleep(lately > 1 ? firstPauseMs * 2 ** (lately - 2) : 0);
      if (this.#stopping) return;
      this.#life = this.#start();
    }
  }

  /** Has it answer what is in flight, and waits for its end. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#life.channel.tell('end', null);
    await this.#life.ended;
  }
}
