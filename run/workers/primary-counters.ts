import type { Counters, Take, Taken } from '../../gateway/rate-limits/counters.ts';
import type { PrimaryCalls } from './calls.ts';
import type { Channel } from './channel.ts';

/**
 * Counts in the primary process, for all workers together. It waits for it however long it takes: what the
 * primary process does not answer because it is gone has ended this process too.
 */
export class PrimaryCounters implements Counters {
  readonly #primary: Channel<PrimaryCalls<unknown>>;
  #gathered: { take: Take; resolve(taken: Taken): void; reject(error: Error): void }[] = [];

  constructor(primary: Channel<PrimaryCalls<unknown>>) {
    this.#primary = primary;
  }

  /** What requests ask for that are read in one turn of the event loop goes out in one message. */
  take(take: Take): Promise<Taken> {
    return new Promise((resolve, reject) => {
      if (this.#gathered.push({ take, resolve, reject }) === 1) setImmediate(() => void this.#send());
    });
  }

  async #send(): Promise<void> {
    const gathered = this.#gathered;
    this.#gathered = [];
    try {
      const counted = await this.#primary.ask(
        'take',
        gathered.map(({ take }) => take),
      );
      for (const [index, { take, resolve, reject }] of gathered.entries()) {
        const taken = counted[index];
        if (taken) resolve({ ...taken, giveBack: (points) => this.#giveBack(take.key, points) });
        else reject(new Error('a request was not counted'));
      }
    } catch (error) {
      for (const { reject } of gathered) reject(error as Error);
    }
  }

  #giveBack(key: string, points: number): void {
    this.#primary.tell('giveBack', { key, points });
  }
}
