import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import { record } from '../../../schema/events/record.ts';

/** How many permits are told of in one transaction. */
const batch = 500;

interface Due {
  id: string;
  registration_id: string;
  permit_type_name: string | null;
  permit_number: string | null;
  organisation_id: string | null;
  expires_on: string;
  days: number;
  days_left: number;
}

/**
 * Tells 60 and 30 days ahead that a permit expires, once each for a permit and its day of expiry. Days are
 * Jakarta’s. Where the day becomes known late, only the later reminder is given; on the day itself and after
 * it there is nothing left to remind of.
 */
export function expiryReminders(em: EntityManager): TaskDefinition {
  return defineTask({
    name: 'permit-expiry-reminders',
    schedule: '5 * * * *',
    payload: z.object({}),
    async run() {
      while ((await remind(em)) === batch);
    },
  });
}

/** Reminds of the next permits that are due; answers how many there were. */
function remind(em: EntityManager): Promise<number> {
  return em.fork().transactional(async (transaction) => {
    const due = await transaction.getConnection().execute<Due[]>(
      `WITH today AS (SELECT (clock_timestamp() AT TIME ZONE 'Asia/Jakarta')::date AS day),
       due AS (
         SELECT p.id, p.expires_on, p.expires_on - today.day AS days_left,
           CASE WHEN p.expires_on - today.day <= 30 THEN 30 ELSE 60 END AS days
         FROM permits.permits p, today
         WHERE p.expires_on > today.day AND p.expires_on <= today.day + 60 AND p.vanished_at IS NULL
       ),
       told AS (
         INSERT INTO permits.expiry_reminders (permit_id, expires_on, days, reminded_at)
         SELECT d.id, d.expires_on, d.days, clock_timestamp() FROM due d
         WHERE NOT EXISTS (
           SELECT FROM permits.expiry_reminders r
           WHERE r.permit_id = d.id AND r.expires_on = d.expires_on AND r.days <= d.days)
         ORDER BY d.id LIMIT ?
         ON CONFLICT DO NOTHING
         RETURNING permit_id, expires_on, days
       )
       SELECT p.id, p.registration_id, p.permit_type_name, p.permit_number, p.organisation_id,
         told.expires_on::text AS expires_on, told.days, due.days_left
       FROM told JOIN due ON due.id = told.permit_id JOIN permits.permits p ON p.id = told.permit_id
       ORDER BY told.expires_on, p.id`,
      [batch],
      'all',
      transaction.getTransactionContext(),
    );
    await record(
      transaction,
      ...due.map((row) => ({
        type: 'permit.expiring' as const,
        subject: { type: 'Permit' as const, id: row.id },
        audience: row.organisation_id === null ? [] : [row.organisation_id],
        data: {
          permit_id: row.id,
          registration_id: row.registration_id,
          permit_type: row.permit_type_name,
          permit_number: row.permit_number,
          expires_on: row.expires_on,
          reminder_days: row.days,
          days_left: row.days_left,
        },
        actor: 'service:permits',
      })),
    );
    return due.length;
  });
}
