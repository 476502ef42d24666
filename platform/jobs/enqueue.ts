import type { EntityManager } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { currentRequestId } from '../log.ts';

export interface JobOptions {
  /** Not before this moment of the database's clock (platform/db/database-time.ts). */
  runAt?: Date | undefined;
  /** Not before this many milliseconds from now have passed. At once when both are absent. */
  inMs?: number | undefined;
  /** A pending job with the same key is replaced by this one. */
  key?: string | undefined;
  /** Runs of the same queue never overlap. */
  queue?: string | undefined;
}

function jobValues(
  task: string,
  payload: Record<string, unknown>,
  options: JobOptions,
): (string | number | null)[] {
  return [
    task,
    JSON.stringify({ ...payload, requestId: currentRequestId() }),
    options.queue ?? null,
    options.runAt?.toISOString() ?? null,
    // Counted by the database: the clock of this process need not agree with its.
    options.inMs === undefined ? null : options.inMs / 1000,
    options.key ?? null,
  ];
}

/**
 * Puts a job for `task` on the queue. Within the transaction of `em`, when there is one: the job
 * exists when that commits and never when it rolls back. The job carries the request id.
 */
export async function enqueue(
  em: EntityManager,
  task: string,
  payload: Record<string, unknown>,
  options: JobOptions = {},
): Promise<void> {
  await em
    .getConnection()
    .execute(
      'SELECT jobs.add_job(?, ?::json, ?, coalesce(?::timestamptz, now() + make_interval(secs => ?)), ?)',
      jobValues(task, payload, options),
      'run',
      em.getTransactionContext(),
    );
}

/** Puts a job for `task` on the queue at once: for what changes no state of its own, such as a report. */
export async function enqueueAtOnce(
  pool: Pool,
  task: string,
  payload: Record<string, unknown>,
  options: JobOptions = {},
): Promise<void> {
  await pool.query(
    `SELECT graphile_worker.add_job($1, payload := $2::json, queue_name := $3, run_at := coalesce($4::timestamptz, now() + make_interval(secs => $5)), job_key := $6)`,
    jobValues(task, payload, options),
  );
}
