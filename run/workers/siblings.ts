import type { ReadinessCheck } from '../../gateway/health.ts';
import type { GatewayMetrics } from '../../gateway/metrics.ts';
import type { Counters } from '../../gateway/rate-limits/counters.ts';

/** What a worker shares with the others that serve at the same port. */
export interface Siblings {
  /** Which the primary process has claimed. */
  port: number;
  /** They count together in the primary process. */
  counters: Counters;
  /** This worker's; `/metrics` tells those of all processes. */
  metrics: GatewayMetrics;
  /** Whether all of them serve. */
  readiness: Readonly<Record<string, ReadinessCheck>>;
}
