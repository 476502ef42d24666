import { Degraded, type ReadinessCheck } from '../gateway/health.ts';
import type { Counters } from '../gateway/rate-limits/counters.ts';
import { MemoryCounters } from '../gateway/rate-limits/memory-counters.ts';
import type { RateLimits } from '../gateway/rate-limits/rate-limits.ts';
import { SharedCounters } from '../gateway/rate-limits/shared-counters.ts';
import type { RateLimitVariables } from './configuration.ts';
import type { Lifecycle } from './lifecycle.ts';

/** Limits of a gateway that counts for itself, in memory, unless `counters` says otherwise. */
export function rateLimits(
  variables: RateLimitVariables,
  counters: Counters = new MemoryCounters(),
): RateLimits {
  return { ...quotas(variables), counters };
}

/**
 * Limits of a gateway that may be one of several: they count together in Redis, where there is one, else in
 * `counters`, in memory when absent.
 */
export async function sharedRateLimits(
  lifecycle: Lifecycle,
  variables: RateLimitVariables,
  redisUrl: string | undefined,
  counters: Counters = new MemoryCounters(),
): Promise<{ rateLimits: RateLimits; readiness: Record<string, ReadinessCheck> }> {
  if (!redisUrl) return { rateLimits: rateLimits(variables, counters), readiness: {} };
  const remote = await lifecycle.start(
    'counters in Redis',
    async () => {
      const { RedisCounters } = await import('../gateway/rate-limits/redis-counters.ts');
      const opened = new RedisCounters(redisUrl);
      opened.open();
      return opened;
    },
    (opened) => opened.close(),
  );
  const shared = new SharedCounters(remote, counters);
  return {
    rateLimits: rateLimits(variables, shared),
    readiness: {
      limits: async () => {
        if (!shared.working) throw new Degraded('Redis is not there; this gateway counts for itself');
      },
    },
  };
}

function quotas(variables: RateLimitVariables): Omit<RateLimits, 'counters'> {
  const readsPerHour = variables.RATE_LIMIT_READS_PER_HOUR;
  return {
    readsPerHour,
    writesPerHour: variables.RATE_LIMIT_WRITES_PER_HOUR ?? readsPerHour,
    costPerOperation: variables.COST_LIMIT_PER_OPERATION,
    byAddress: variables.RATE_LIMIT_BY_ADDRESS === 'on',
  };
}
