import cluster from 'node:cluster';
import path from 'node:path';
import { collectDefaultMetrics } from 'prom-client';
import { MemoryCounters } from '../../gateway/rate-limits/memory-counters.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { PrimaryCalls } from './calls.ts';
import { KeptWorker } from './kept-worker.ts';
import { metricsOfAll } from './metrics-of-all.ts';

export interface WorkersOptions<Settings extends { port: number }> {
  /** How many. */
  count: number;
  /** The file in `run/` that each of them runs, without its ending. */
  program: string;
  /** What they are told when they start. It travels as JSON. */
  settings: Settings;
}

/**
 * Starts processes that all serve at `settings.port`. This one accepts connections and hands them to the
 * workers in turn, counts for all of them, and replaces one that ends. Closing has all answer what is in
 * flight and end.
 *
 * @throws StartError
 */
export async function startWorkers<Settings extends { port: number }>(
  lifecycle: Lifecycle,
  { count, program, settings }: WorkersOptions<Settings>,
): Promise<void> {
  cluster.setupPrimary({ exec: programFile(program) });
  collectDefaultMetrics();
  const counters = new MemoryCounters();
  const workers: KeptWorker[] = [];
  const here: PrimaryCalls<Settings> = {
    settings: () => settings,
    take: (takes) => Promise.all(takes.map((take) => counters.take(take))),
    giveBack: ({ key, points }) => counters.giveBack(key, points),
    metrics: () => metricsOfAll(workers),
    serving: () => ({ serving: workers.filter(({ channel }) => channel !== null).length, of: count }),
  };
  const stopAll = async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
  };
  await lifecycle.start(
    'workers',
    async () => {
      try {
        // What is wrong with the start is said by one of them, not by each.
        for (const several of [1, count - 1]) {
          const begun = Array.from({ length: several }, () => new KeptWorker(() => cluster.fork(), here));
          workers.push(...begun);
          await Promise.all(begun.map((worker) => worker.started()));
        }
      } catch (error) {
        await stopAll();
        throw error;
      }
      // Nobody catches a failure here: the hub ends, and says why.
      for (const worker of workers) void worker.keep();
    },
    stopAll,
  );
}

/** Beside this one, compiled as this one is. */
function programFile(name: string): string {
  return path.join(import.meta.dirname, '..', `${name}${path.extname(import.meta.filename)}`);
}
