import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { currentRequestId } from '../log.ts';
import type { NewEvent } from './event.ts';
import { markRecorded } from './recorded.ts';

/**
 * Writes `events` into the outbox, in this order, within the transaction of `em`: they appear in the
 * log when that transaction commits and never when it rolls back.
 */
export async function record(em: EntityManager, ...events: NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const transaction = em.getTransactionContext();
  if (!transaction) throw new Error('An event is recorded in the transaction that changes the state.');
  const rows = events.map((event, place) => ({
    place,
    id: uuidv7(),
    type: event.type,
    subject_type: event.subject.type,
    subject_id: event.subject.id,
    audience: `{${event.audience.join(',')}}`,
    data: event.data,
    actor: event.actor,
    request_id: event.requestId ?? currentRequestId() ?? null,
  }));
  await em.getConnection().execute(
    `WITH written AS (
       INSERT INTO events.outbox (id, type, subject_type, subject_id, audience, data, actor, request_id)
       SELECT id, type, subject_type, subject_id, audience::uuid[], data, actor, request_id
       FROM jsonb_to_recordset(?::jsonb) AS row(
         place int, id uuid, type text, subject_type text, subject_id uuid, audience text, data jsonb,
         actor text, request_id text)
       ORDER BY place
     ) SELECT pg_notify('hub_outbox', '') WHERE current_setting('hub.wake', true) IS DISTINCT FROM 'redis'`,
    [JSON.stringify(rows)],
    'run',
    transaction,
  );
  markRecorded(transaction);
}
