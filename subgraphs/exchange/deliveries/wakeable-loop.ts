import { log } from '../../../platform/log.ts';

/** Runs `work` again and again: when woken, while it says that there is more, and every `pollMs` as the net. Never twice at a time. */
export class WakeableLoop {
  readonly #name: string;
  readonly #work: () => Promise<boolean>;
  readonly #pollMs: number;
  #poll: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;

  /** `work` resolves to whether there is more to do at once. */
  constructor(name: string, work: () => Promise<boolean>, pollMs: number) {
    this.#name = name;
    this.#work = work;
    this.#pollMs = pollMs;
  }

  start(): void {
    this.#poll = setInterval(() => this.wake(), this.#pollMs);
    this.wake();
  }

  /** Waits for the work at hand; nothing wakes it any more. */
  async close(): Promise<void> {
    clearInterval(this.#poll);
    this.#poll = undefined;
    await this.#running;
  }

  wake(): void {
    if (!this.#poll) return;
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#again) this.wake();
    });
  }

  async #run(): Promise<void> {
    try {
      while (this.#again && this.#poll) {
        this.#again = false;
        if (await this.#work()) this.#again = true;
      }
    } catch (err) {
      // Nothing is lost: what is to be done stands in the database until the next wake-up or poll.
      log.warn({ err, loop: this.#name }, 'could not be done yet');
      this.#again = false;
    }
  }
}
