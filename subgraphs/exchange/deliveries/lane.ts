import { type Claimed, waitSeconds } from './claim.ts';
import type { Endpoint } from './endpoint.ts';
import { Pace, usualPace } from './pace.ts';

const rememberedMs = 10 * 60_000;

/** What this process has claimed of one webhook's deliveries: some under way, about as many waiting behind them. */
export class Lane {
  readonly pace = new Pace();
  underWay = 0;
  endpoint: Endpoint | undefined;
  /** What was due before is claimed; null when everything that was due a short while ago is. */
  since: string | null = null;
  #addedAt = 0;
  #waiting: { claimed: Claimed; until: number }[] = [];

  /** How many more may be claimed. */
  get room(): number {
    return Math.max(0, 2 * this.pace.most - this.underWay - this.#waiting.length);
  }

  /** Whether nothing is lost by beginning anew. An endpoint that fails is remembered for a while. */
  forgettable(now: number): boolean {
    if (this.underWay + this.#waiting.length > 0 || this.since !== null) return false;
    return this.pace.most >= usualPace || now - this.#addedAt > rememberedMs;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Takes over what was claimed at `at` (of `performance.now()`) at the earliest. */
  add(deliveries: readonly Claimed[], at: number): void {
    this.#addedAt = at;
    const until = at + waitSeconds * 1000;
    for (const claimed of deliveries) this.#waiting.push({ claimed, until });
  }

  /** The next to be sent; undefined when there is none, or as many are under way as may be. */
  next(): Claimed | undefined {
    return this.underWay < this.pace.most ? this.#waiting.shift()?.claimed : undefined;
  }

  /** Takes out what has waited for too long, so that it is given back before its claim is over. */
  overdue(now: number): Claimed[] {
    const [first] = this.#waiting;
    return first && first.until <= now ? this.takeAll() : [];
  }

  /** Takes out everything that waits. */
  takeAll(): Claimed[] {
    this.since = '-infinity';
    const all = this.#waiting.map(({ claimed }) => claimed);
    this.#waiting = [];
    return all;
  }
}
