import { HubError } from '../../platform/errors.ts';
import type { Taken } from './counters.ts';
import type { Quota } from './quota.ts';

/** What an operation costs, in `extensions.cost`. */
export interface CostShown {
  /** Computed before it ran; what it was admitted by. */
  requested: number;
  /** By what it returned; the difference was given back. */
  actual?: number;
  /** Points that the caller's bucket holds. */
  limit: number;
  /** Points that are left in it. */
  remaining: number;
  /** Points that come back each second. */
  restoreRate: number;
}

export const hourMs = 3_600_000;

/** The verdict on one operation. */
export class Admission {
  readonly #quota: Quota;
  readonly #kind: 'reads' | 'writes';
  readonly #points: number;
  readonly #taken: Taken;
  #actual: number | undefined;

  constructor(quota: Quota, kind: 'reads' | 'writes', points: number, taken: Taken) {
    this.#quota = quota;
    this.#kind = kind;
    this.#points = points;
    this.#taken = taken;
  }

  get refusedBy(): 'reads' | 'writes' | 'cost' | null {
    return this.#taken.refusedBy === 'window' ? this.#kind : this.#taken.refusedBy;
  }

  /** Throws RATE_LIMITED, with `retryAfter` in seconds, when the operation was not admitted. */
  check(): void {
    const { refusedBy } = this;
    if (refusedBy === null) return;
    const retryAfter = this.#retryAfter;
    const why =
      refusedBy === 'cost'
        ? `this costs ${this.#points} points, and ${this.#remainingPoints} are left`
        : `${this.#limit} ${refusedBy} an hour are allowed`;
    throw new HubError('RATE_LIMITED', {
      message: `Too many requests: ${why}. Try again in ${retryAfter} s.`,
      extensions: { retryAfter, ...(refusedBy === 'cost' && { cost: this.cost }) },
    });
  }

  /** The operation has run and cost `actual` points; what was taken beyond that is given back. */
  settle(actual: number): CostShown {
    this.#actual = Math.min(actual, this.#points);
    if (this.#actual < this.#points) this.#taken.giveBack(this.#points - this.#actual);
    return this.cost;
  }

  get cost(): CostShown {
    return {
      requested: this.#points,
      ...(this.#actual !== undefined && { actual: this.#actual }),
      limit: this.#quota.cost.capacity,
      remaining: this.#remainingPoints,
      restoreRate: this.#quota.cost.perSecond,
    };
  }

  /**
   * For every answer over HTTP: RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-10), the
   * older X-RateLimit-*, whose `Reset` is a Unix time in seconds, and Retry-After for who was refused.
   */
  get headers(): Record<string, string> {
    const { remaining, resetMs, refusedBy } = this.#taken;
    const reset = Math.ceil(resetMs / 1000);
    const bucket = this.#quota.cost;
    const refillSeconds = Math.ceil(bucket.capacity / bucket.perSecond);
    const missing = Math.ceil((bucket.capacity - this.#remainingPoints) / bucket.perSecond);
    return {
      'ratelimit-policy': `"${this.#kind}";q=${this.#limit};w=${hourMs / 1000}, "cost";q=${bucket.capacity};w=${refillSeconds}`,
      ratelimit: `"${this.#kind}";r=${remaining};t=${reset}, "cost";r=${this.#remainingPoints};t=${missing}`,
      'x-ratelimit-limit': String(this.#limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + reset),
      ...(refusedBy !== null && { 'retry-after': String(this.#retryAfter) }),
    };
  }

  get #limit(): number {
    return this.#kind === 'reads' ? this.#quota.readsPerHour : this.#quota.writesPerHour;
  }

  get #remainingPoints(): number {
    const back = this.#actual === undefined ? 0 : this.#points - this.#actual;
    return Math.max(0, Math.floor(this.#quota.cost.capacity - this.#taken.used + back));
  }

  get #retryAfter(): number {
    return Math.max(1, Math.ceil(this.#taken.retryMs / 1000));
  }
}
