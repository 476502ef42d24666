import type { Data, SubgraphHarness } from './subgraph-harness.ts';

export interface RecordedEvent {
  type: string;
  data: Data;
  audience: string[];
}

/**
 * The events that were recorded, whether or not they have got their place in the log, in their order: of one type, or
 * about one subject, when these are given.
 */
export async function recordedEvents(
  { pool }: Pick<SubgraphHarness, 'pool'>,
  { type = null, subjectId = null }: { type?: string | null; subjectId?: string | null } = {},
): Promise<RecordedEvent[]> {
  const columns = 'id, type, subject_id, data, audience';
  const { rows } = await pool.query(
    `SELECT type, data, audience
     FROM (SELECT ${columns} FROM events.outbox UNION ALL SELECT ${columns} FROM events.log) AS recorded
     WHERE ($1::text IS NULL OR type = $1) AND ($2::text IS NULL OR subject_id::text = $2)
     ORDER BY id`,
    [type, subjectId],
  );
  return rows;
}
