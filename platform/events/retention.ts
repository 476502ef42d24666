import type { Pool } from 'pg';
import { z } from 'zod';
import { defineTask, type TaskDefinition } from '../jobs/task.ts';
import { log } from '../log.ts';

const dayMs = 86_400_000;

/** Each night, drops the days of the event log that are older than `days`, whole. */
export function retentionTask(pool: Pool, days: number): TaskDefinition {
  return defineTask({
    name: 'events.retention',
    schedule: '17 2 * * *',
    payload: z.object({}),
    async run() {
      const kept = new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);
      const { rows } = await pool.query<{ dropped: number }>(
        'SELECT events.drop_days_before($1) AS dropped',
        [kept],
      );
      log.info({ dropped: rows[0]?.dropped, kept }, 'dropped old days of the event log');
    },
  });
}
