import { AggregatorRegistry, register } from 'prom-client';
import { log } from '../../platform/log.ts';
import type { CountedMetrics } from './calls.ts';
import type { KeptWorker } from './kept-worker.ts';

/** What this process and the workers count, added up (averaged where prom-client does), for Prometheus. */
export async function metricsOfAll(workers: readonly KeptWorker[]): Promise<string> {
  const counted = await Promise.all([register.getMetricsAsJSON(), ...workers.map(metricsOf)]);
  return await AggregatorRegistry.aggregate(counted).metrics();
}

async function metricsOf({ channel }: KeptWorker): Promise<CountedMetrics> {
  if (channel === null) return [];
  return await channel.ask('metrics', null).catch((error: Error) => {
    log.warn({ err: error }, 'the metrics of a worker that ends are missing');
    return [];
  });
}
