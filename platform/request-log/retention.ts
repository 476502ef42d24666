import type { Pool } from 'pg';
import { z } from 'zod';
import { defineTask, type TaskDefinition } from '../jobs/task.ts';
import { log } from '../log.ts';

/** Each night, drops the days of the request log that are older than `days`, whole. */
export function requestRetentionTask(pool: Pool, days: number): TaskDefinition {
  return defineTask({
    name: 'requests.retention',
    schedule: '37 2 * * *',
    payload: z.object({}),
    async run() {
      // The days are the database's.
      const { rows } = await pool.query<{ kept: string; dropped: number }>(
        `SELECT kept::text, requests.drop_days_before(kept) AS dropped
         FROM (SELECT (now() AT TIME ZONE 'UTC')::date - $1::int AS kept) AS oldest`,
        [days],
      );
      log.info(rows[0] ?? {}, 'dropped old days of the request log');
    },
  });
}
