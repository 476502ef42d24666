import { setTimeout as sleep } from 'node:timers/promises';
import { residentBytes } from './machine.ts';

const sampleMs = 250;
const settleMs = 3000;

/** Watches the resident memory of one process. */
export class Memory {
  readonly #pid: number;
  #peak = 0;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** What it takes when nothing is asked of it, in bytes. */
  async idle(): Promise<number> {
    await sleep(settleMs);
    return residentBytes(this.#pid);
  }

  /** The most that was seen during any `watch`, in bytes. */
  get peak(): number {
    return this.#peak;
  }

  async watch<T>(work: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => {
      this.#peak = Math.max(this.#peak, residentBytes(this.#pid));
    }, sampleMs);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }
}
