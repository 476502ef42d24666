import type { EntityManager } from '@mikro-orm/postgresql';
import { currentRequestId } from '../log.ts';

export interface JobOptions {
  /** Not before this moment; at once when absent. */
  runAt?: Date | undefined;
  /** A pending job with the same key is replaced by this one. */
  key?: string | undefined;
  /** Runs of the same queue never overlap. */
  queue?: string | undefined;
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
      `SELECT graphile_worker.add_job(?, payload := ?::json, queue_name := ?, run_at := ?, job_key := ?)`,
      [
        task,
        JSON.stringify({ ...payload, requestId: currentRequestId() }),
        options.queue ?? null,
        options.runAt?.toISOString() ?? null,
        options.key ?? null,
      ],
      'run',
      em.getTransactionContext(),
    );
}
