import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { z } from 'zod';
import { eventually } from '../../test/graph-request.ts';
import { readLocation } from '../db/embedded/place.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../db/embedded-postgres.ts';
import { migrate } from '../db/migrate.ts';
import { openPool } from '../db/pool.ts';
import { enqueueAtOnce } from './enqueue.ts';
import { isOfConnection } from './patient-pool.ts';
import { defineTask } from './task.ts';
import { type JobWorker, startWorker } from './worker.ts';

describe('jobs', () => {
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  const begin = async (port = 0) => {
    postgres = await startEmbeddedPostgres({ dataDir, durable: false, port, log: { info: () => undefined } });
  };
  const pools: Pool[] = [];
  const workers: JobWorker[] = [];
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'hub-jobs-'));
    await chmod(dataDir, 0o711);
    await begin();
    await migrate(postgres.url, []);
  });
  afterAll(async () => {
    for (const worker of workers) await worker.stop();
    for (const pool of pools) await pool.end();
    await postgres.stop();
    const place = await readLocation(dataDir);
    if (place) await rm(place, { recursive: true });
    await rm(dataDir, { recursive: true });
  }, 240_000);

  it('that run while PostgreSQL is away end once, well or badly, with no other process taking them, and later ones run', async () => {
    const runs: string[] = [];
    const ends = new Map<string, () => void>();
    const task = defineTask({
      name: 'work',
      payload: z.object({ name: z.string() }),
      run: ({ name }) =>
        new Promise<void>((resolve, reject) => {
          runs.push(name);
          ends.set(name, () => (name === 'bad' ? reject(new Error('It went badly.')) : resolve()));
          if (name === 'later') resolve();
        }),
    });
    for (let n = 0; n < 2; n++) {
      const pool = openPool(postgres.url, 'worker', 12);
      pools.push(pool);
      workers.push(await startWorker(pool, postgres.url, [task]));
    }
    const pool = openPool(postgres.url, 'test', 2);
    pools.push(pool);
    const port = Number(new URL(postgres.url).port);
    for (const name of ['good', 'bad']) await enqueueAtOnce(pool, 'work', { name });
    await eventually(() => runs.length === 2, 'both run');
    await postgres.stop();
    for (const end of ends.values()) end();
    await begin(port);
    await enqueueAtOnce(pool, 'work', { name: 'later' });
    await eventually(() => runs.includes('later'), 'a later one runs');
    const left = await eventually(async () => {
      const { rows } = await pool.query(
        'SELECT attempts, locked_by, last_error FROM graphile_worker._private_jobs',
      );
      return rows.length === 1 && rows[0].locked_by === null && rows;
    }, 'how they ended is stored');
    expect(left).toEqual([
      { attempts: 1, locked_by: null, last_error: expect.stringContaining('It went badly.') },
    ]);
    expect([...runs].sort()).toEqual(['bad', 'good', 'later']);
  });

  it.each([
    [{ code: 'ECONNREFUSED' }, true],
    [{ code: 'EPIPE' }, true],
    [{ code: '57P01' }, true],
    [{ code: '08006' }, true],
    [{ message: 'Connection terminated unexpectedly' }, true],
    [{ code: '23505', message: 'duplicate key' }, false],
    [{ code: 'P0001', message: 'raised' }, false],
    [{ message: 'x is not a function' }, false],
  ])('are stored again after a failure %j: %s', (error, again) => {
    expect(isOfConnection(Object.assign(new Error(), error))).toBe(again);
  });
});
