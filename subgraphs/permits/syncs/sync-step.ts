import type { EntityManager } from '@mikro-orm/postgresql';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { record } from '../../../schema/events/record.ts';
import { type PermitSync, SyncStatus, SyncTrigger } from './permit-sync.ts';

export const syncTask = 'permit-sync';
export const syncProgressed = 'permit_sync.progressed';

/** Puts the run's next step on the queue, in place of one that waits; steps never overlap. */
export function enqueueStep(em: EntityManager, sync: PermitSync, runAt?: Date): Promise<void> {
  return enqueue(em, syncTask, { syncId: sync.id }, { runAt, key: syncTask, queue: syncTask });
}

/** Tells the log how far a run is: each step of one that somebody waits for, of others how they ended. */
export async function recordProgress(em: EntityManager, sync: PermitSync): Promise<void> {
  if (sync.trigger === SyncTrigger.SCHEDULE && sync.status === SyncStatus.RUNNING) return;
  const { id: sync_id, status, phase, calls } = sync;
  await record(em, {
    type: syncProgressed,
    subject: { type: 'PermitSync', id: sync_id },
    audience: [],
    data: { sync_id, status, phase, calls },
    actor: sync.startedBy,
  });
}
