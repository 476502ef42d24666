import { log } from '../../platform/log.ts';
import type { Counters, Take, Taken } from './counters.ts';

/** How long Redis is left alone after it has failed to answer, in milliseconds. */
const restMs = 500;

/** Counters that all gateways share, and that may be out of reach. */
export interface RemoteCounters extends Counters {
  readonly connected: boolean;
}

/**
 * Counts together with the other gateways while that works, and for itself, by the same limits, while it
 * does not: what was counted elsewhere is then unknown, so that nobody is refused who should not be.
 */
export class SharedCounters implements Counters {
  readonly #remote: RemoteCounters;
  readonly #own: Counters;
  readonly #now: () => number;
  #resting = 0;

  constructor(remote: RemoteCounters, own: Counters, now: () => number = () => performance.now()) {
    this.#remote = remote;
    this.#own = own;
    this.#now = now;
  }

  /** Whether all gateways count together at this moment. */
  get working(): boolean {
    return this.#remote.connected && this.#now() >= this.#resting;
  }

  async take(take: Take): Promise<Taken> {
    if (!this.working) return this.#own.take(take);
    try {
      return await this.#remote.take(take);
    } catch (error) {
      // Requests that were under way fail one after the other: the first of them says it.
      if (this.#now() >= this.#resting) log.warn({ err: error }, 'requests are not counted in Redis for now');
      this.#resting = this.#now() + restMs;
      return this.#own.take(take);
    }
  }
}
