import type { FastifyInstance } from 'fastify';
import type { Authenticator } from '../../platform/auth/authenticator.ts';
import { limitByAddress } from './address-limits.ts';
import type { Counters } from './counters.ts';
import { GuardedAuthenticator, wrongKeysPerMinute } from './guarded-authenticator.ts';
import { GuessWatch } from './guess-watch.ts';
import { Limiter, type Refusal } from './limiter.ts';
import { Metering } from './metering.ts';
import type { DefaultQuota } from './quota.ts';

/** How a gateway limits its callers. */
export interface RateLimits extends DefaultQuota {
  counters: Counters;
  /** What a single operation may cost, in points. */
  costPerOperation: number;
  /** Whether some routes are limited by the address that calls them, and guessing of keys is. */
  byAddress: boolean;
}

/** What limits the callers of one gateway. */
export interface OpenedRateLimits {
  /** Undefined where nobody is limited. */
  metering: Metering | undefined;
  authenticator: Authenticator;
  /** Limits routes outside GraphQL. */
  limitRoutes(app: FastifyInstance): void;
}

/** @param onRefused is told of each request that is refused */
export function openRateLimits(
  limits: RateLimits | undefined,
  authenticator: Authenticator,
  onRefused: (why: Refusal) => void,
): OpenedRateLimits {
  if (!limits) return { metering: undefined, authenticator, limitRoutes: () => {} };
  const { counters, byAddress, costPerOperation } = limits;
  const limiter = new Limiter(counters, limits, onRefused);
  const guesses = new GuessWatch(counters, 'wrong-keys', wrongKeysPerMinute);
  return {
    metering: new Metering(limiter, costPerOperation, () => onRefused('operation')),
    authenticator: byAddress
      ? new GuardedAuthenticator(authenticator, guesses, () => onRefused('credentials'))
      : authenticator,
    limitRoutes(app) {
      if (byAddress) limitByAddress(app, counters, () => onRefused('address'));
    },
  };
}
