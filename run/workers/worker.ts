import { Degraded } from '../../gateway/health.ts';
import { GatewayMetrics } from '../../gateway/metrics.ts';
import type { PrimaryCalls, WorkerCalls } from './calls.ts';
import { Channel } from './channel.ts';
import { PrimaryCounters } from './primary-counters.ts';
import type { Siblings } from './siblings.ts';

/**
 * In a worker: what the primary process has prepared, and what this worker shares with the others.
 *
 * @param end called when the primary process wants this one to end
 */
export async function joinSiblings<Settings extends { port: number }>(
  end: () => void,
): Promise<{ settings: Settings; siblings: Siblings }> {
  const here: WorkerCalls = {
    metrics: () => metrics.ofProcess.getMetricsAsJSON(),
    end: () => end(),
  };
  const primary = new Channel<PrimaryCalls<Settings>>(process, here);
  const metrics = new GatewayMetrics(() => primary.ask('metrics', null));
  const settings = await primary.ask('settings', null);
  return {
    settings,
    siblings: {
      port: settings.port,
      counters: new PrimaryCounters(primary),
      metrics,
      readiness: {
        workers: async () => {
          const { serving, of } = await primary.ask('serving', null);
          if (serving < of) throw new Degraded(`${serving} of ${of} workers serve`);
        },
      },
    },
  };
}
