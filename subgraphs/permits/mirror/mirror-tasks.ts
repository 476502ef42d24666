import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import type { PermitSyncService } from '../syncs/permit-sync.service.ts';

/** What of the mirror's own life is kept, in days. */
const keptDays = 30;

/** What the clock does for the mirror. */
export function mirrorTasks(em: EntityManager, syncs: PermitSyncService): TaskDefinition[] {
  return [
    defineTask({
      name: 'permit-sync-schedule',
      schedule: '*/15 * * * *',
      payload: z.object({}),
      run: () => syncs.startScheduled(),
    }),
    defineTask({
      name: 'permit-mirror-retention',
      schedule: '17 3 * * *',
      payload: z.object({}),
      async run() {
        const connection = em.getConnection();
        const before = `clock_timestamp() - interval '${keptDays} days'`;
        await connection.execute(`DELETE FROM permits.sicantik_calls WHERE called_at < ${before}`);
        await connection.execute(`DELETE FROM permits.permit_syncs WHERE ended_at < ${before}`);
      },
    }),
  ];
}
