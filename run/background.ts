import { openPool } from '../platform/db/pool.ts';
import { retentionTask } from '../platform/events/retention.ts';
import { Sequencer } from '../platform/events/sequencer.ts';
import { notifications, type WakeUps } from '../platform/events/wake-ups.ts';
import type { Subgraph } from '../platform/federation/subgraph.ts';
import { idempotencyRetentionTask } from '../platform/idempotency/retention.ts';
import { startWorker } from '../platform/jobs/worker.ts';
import { requestRetentionTask } from '../platform/request-log/retention.ts';
import type { Lifecycle } from './lifecycle.ts';

/**
 * The sequencer of the event log, the worker that runs the jobs of `subgraphs`, and their services. Events and
 * requests are kept for as many days as `keep` says.
 */
export async function startBackground(
  lifecycle: Lifecycle,
  databaseUrl: string,
  subgraphs: readonly Subgraph[],
  keep: { eventDays: number; requestDays: number },
  wakeUps: WakeUps = notifications(databaseUrl),
): Promise<void> {
  const pool = await lifecycle.start(
    'worker connections',
    () => openPool(databaseUrl, 'worker', 12),
    (started) => started.end(),
  );
  await lifecycle.start(
    'sequencer',
    async () => {
      const sequencer = new Sequencer(pool, wakeUps);
      await sequencer.start();
      return sequencer;
    },
    (started) => started.close(),
  );
  await lifecycle.start(
    'worker',
    () =>
      startWorker(pool, databaseUrl, [
        retentionTask(pool, keep.eventDays),
        requestRetentionTask(pool, keep.requestDays),
        idempotencyRetentionTask(pool),
        ...subgraphs.flatMap(({ tasks }) => tasks),
      ]),
    (started) => started.stop(),
  );
  for (const service of subgraphs.flatMap(({ services }) => services)) {
    await lifecycle.start(
      service.name,
      () => service.start(),
      () => service.close(),
    );
  }
}
