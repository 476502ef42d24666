import { LRUCache } from 'lru-cache';
import { addressGroup } from './caller-key.ts';
import type { Counters } from './counters.ts';

const minuteMs = 60_000;
/** Addresses that wait are remembered, the latest ones. */
const addressesKept = 100_000;

/** Makes an address wait that was refused too often within a minute: it is guessing. */
export class GuessWatch {
  readonly #counters: Counters;
  readonly #name: string;
  readonly #perMinute: number;
  readonly #now: () => number;
  /** Until when, by this process' own clock. Bounded by size: by number its places would be made beforehand. */
  readonly #waiting = new LRUCache<string, number>({ maxSize: addressesKept, sizeCalculation: () => 1 });

  /** @param name tells what is guessed apart */
  constructor(
    counters: Counters,
    name: string,
    perMinute: number,
    now: () => number = () => performance.now(),
  ) {
    this.#counters = counters;
    this.#name = name;
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** Milliseconds that the address has to wait; 0 when it need not. */
  waitMs(address: string | undefined): number {
    if (this.#waiting.size === 0) return 0;
    return Math.max(0, (this.#waiting.get(addressGroup(address)) ?? 0) - this.#now());
  }

  /** The address was refused. */
  async refused(address: string | undefined): Promise<void> {
    const group = addressGroup(address);
    const { remaining, resetMs, retryMs } = await this.#counters.take({
      key: `address:${group}`,
      window: { name: this.#name, limit: this.#perMinute, ms: minuteMs },
    });
    if (remaining === 0) this.#waiting.set(group, this.#now() + Math.max(resetMs, retryMs));
  }
}
