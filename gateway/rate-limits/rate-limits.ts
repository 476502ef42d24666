import type { Counters } from './counters.ts';
import type { DefaultQuota } from './quota.ts';

/** How a gateway limits its callers. */
export interface RateLimits extends DefaultQuota {
  counters: Counters;
  /** What a single operation may cost, in points. */
  costPerOperation: number;
  /** Whether some routes are limited by the address that calls them, and guessing of credentials is. */
  byAddress: boolean;
}

/** What callers may ask for who have no allowance of their own. */
export const defaultRates = { readsPerHour: 1_000, costPerOperation: 50_000 } as const;
