import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';

const batchSize = 5000;

/** Each night, deletes the deliveries that are older than `days`, whatever became of them, with their attempts. */
export function deliveryRetention(em: EntityManager, days: number): TaskDefinition {
  return defineTask({
    name: 'webhooks.retention',
    schedule: '37 2 * * *',
    payload: z.object({}),
    async run() {
      for (let deleted = batchSize; deleted === batchSize; ) {
        const rows = await em.fork().execute<unknown[]>(
          `DELETE FROM exchange.webhook_deliveries WHERE id IN (
             SELECT id FROM exchange.webhook_deliveries WHERE created_at < now() - make_interval(days => ?) LIMIT ${batchSize}
           ) RETURNING id`,
          [days],
        );
        deleted = rows.length;
      }
    },
  });
}
