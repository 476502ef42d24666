import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { openPool } from '../db/pool.ts';
import { enqueueAtOnce } from './enqueue.ts';

describe('a job that is to run later', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = openPool(database.url, 'test', 2);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('waits as long as it is to by the clock of the database, which jobs go by', async () => {
    await enqueueAtOnce(pool, 'later', {}, { inMs: 3_600_000 });
    const { rows } = await pool.query(
      'SELECT extract(epoch FROM run_at - now())::float8 AS seconds FROM graphile_worker.jobs',
    );
    expect(rows[0].seconds).toBeGreaterThan(3_400);
    expect(rows[0].seconds).toBeLessThanOrEqual(3_600);
  });
});
