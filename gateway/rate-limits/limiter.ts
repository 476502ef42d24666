import type { OperationTypeNode } from 'graphql';
import type { Principal } from '../../platform/auth/principal.ts';
import { Admission, hourMs } from './admission.ts';
import { callerKey } from './caller-key.ts';
import type { Counters } from './counters.ts';
import { type DefaultQuota, quotaOf } from './quota.ts';

/** What a request was refused for. */
export type Refusal = 'reads' | 'writes' | 'cost' | 'operation' | 'address' | 'credentials';

/** Whom an operation is counted for. */
export interface Caller {
  principal: Principal;
  /** Where they call from. */
  address: string | undefined;
}

/** Counts the operations of each caller, and what they cost. */
export class Limiter {
  readonly #counters: Counters;
  readonly #defaults: DefaultQuota;
  readonly #onRefused: (why: Refusal) => void;

  constructor(counters: Counters, defaults: DefaultQuota, onRefused: (why: Refusal) => void) {
    this.#counters = counters;
    this.#defaults = defaults;
    this.#onRefused = onRefused;
  }

  /** How many points the caller’s bucket holds; undefined for the hub itself. */
  capacityOf({ principal }: Caller): number | undefined {
    return quotaOf(principal, this.#defaults)?.cost.capacity;
  }

  /**
   * Counts an operation that is about to run. A subscription is a read, once, however much it brings.
   *
   * @param points what it costs at most
   * @param places how many it counts for
   * @returns the verdict; null for the hub itself
   */
  async admit(
    { principal, address }: Caller,
    type: OperationTypeNode,
    points: number,
    places = 1,
  ): Promise<Admission | null> {
    const quota = quotaOf(principal, this.#defaults);
    if (!quota) return null;
    const kind = type === 'mutation' ? 'writes' : 'reads';
    const limit = kind === 'writes' ? quota.writesPerHour : quota.readsPerHour;
    const taken = await this.#counters.take({
      key: callerKey(principal, address),
      window: { name: kind, limit, ms: hourMs },
      places,
      cost: { points, ...quota.cost },
    });
    const admission = new Admission(quota, kind, points, taken);
    if (admission.refusedBy) this.#onRefused(admission.refusedBy);
    return admission;
  }
}
