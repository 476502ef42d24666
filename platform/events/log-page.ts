import type { Pool } from 'pg';
import type { LogPlace } from './cursor.ts';
import type { LoggedEvent } from './event.ts';

interface LogRow {
  position: string;
  day: string;
  id: string;
  type: string;
  subject_type: string;
  subject_id: string;
  audience: string[];
  data: Record<string, unknown>;
  actor: string;
  request_id: string | null;
  occurred_at: Date;
}

function eventOf(row: LogRow): LoggedEvent {
  return {
    id: row.id,
    position: Number(row.position),
    day: row.day,
    type: row.type,
    subject: { type: row.subject_type, id: row.subject_id },
    audience: row.audience,
    data: row.data,
    actor: row.actor,
    requestId: row.request_id ?? undefined,
    occurredAt: row.occurred_at,
  };
}

/** The events after a place, in order, at most `limit`. */
export async function readPage(pool: Pool, after: LogPlace, limit: number): Promise<LoggedEvent[]> {
  const { rows } = await pool.query<LogRow>({
    name: 'event-log-page',
    text: `SELECT position, day::text, id, type, subject_type, subject_id, audience, data, actor, request_id, occurred_at
           FROM events.log WHERE day >= $1 AND position > $2 ORDER BY position LIMIT $3`,
    values: [after.day, after.position, limit],
  });
  return rows.map(eventOf);
}

/** Where the log stands. */
export interface LogHead extends LogPlace {
  logId: string;
  /** First day that is still kept. */
  firstDay: string;
}

export async function readHead(pool: Pool): Promise<LogHead> {
  const { rows } = await pool.query<{ log_id: string; position: string; day: string; first_day: string }>(
    'SELECT log_id, position, day::text, first_day::text FROM events.head',
  );
  const [head] = rows;
  if (!head) throw new Error('The event log has no head; its migrations have not run.');
  return { logId: head.log_id, position: Number(head.position), day: head.day, firstDay: head.first_day };
}
