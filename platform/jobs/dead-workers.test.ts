import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { openPool } from '../db/pool.ts';
import { enqueueAtOnce } from './enqueue.ts';
import { defineTask } from './task.ts';
import { startWorker } from './worker.ts';

describe('a worker that dies', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = openPool(database.url, 'test', 14);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('gives its jobs to the next one at once, while a job of one that lives is left alone', async () => {
    const runs: string[] = [];
    let finishLiving = () => {};
    const living = await startWorker(pool, database.url, [
      defineTask({
        name: 'living',
        payload: z.object({}),
        run: () =>
          new Promise<void>((resolve) => {
            runs.push('living');
            finishLiving = resolve;
          }),
      }),
    ]);
    await enqueueAtOnce(pool, 'living', {});
    await waitFor(() => runs.includes('living'));
    await enqueueAtOnce(pool, 'orphaned', {});
    await pool.query(
      `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'worker-of-a-dead-process'
       WHERE task_id = (SELECT id FROM graphile_worker._private_tasks WHERE identifier = 'orphaned')`,
    );
    const next = await startWorker(pool, database.url, [
      defineTask({
        name: 'orphaned',
        payload: z.object({}),
        async run() {
          runs.push('orphaned');
        },
      }),
      defineTask({
        name: 'living',
        payload: z.object({}),
        async run() {
          runs.push('living, a second time');
        },
      }),
    ]);
    await waitFor(() => runs.includes('orphaned'));
    finishLiving();
    await next.stop();
    await living.stop();
    expect(runs).toEqual(['living', 'orphaned']);
  });
});

async function waitFor(done: () => boolean): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (!done()) {
    if (Date.now() > deadline) throw new Error('Waited in vain.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
