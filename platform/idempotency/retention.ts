import type { Pool } from 'pg';
import { z } from 'zod';
import { defineTask, type TaskDefinition } from '../jobs/task.ts';

/** Each hour, forgets the keys whose time is over, with their answers. */
export function idempotencyRetentionTask(pool: Pool): TaskDefinition {
  return defineTask({
    name: 'idempotency.retention',
    schedule: '7 * * * *',
    payload: z.object({}),
    async run() {
      await pool.query('DELETE FROM idempotency.keys WHERE expires_at < now()');
    },
  });
}
