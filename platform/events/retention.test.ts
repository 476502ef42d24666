import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { openPool } from '../db/pool.ts';
import { encodeCursor } from './cursor.ts';
import { EventLog } from './event-log.ts';
import { readHead } from './log-page.ts';
import { retentionTask } from './retention.ts';
import { notifications } from './wake-ups.ts';

describe('events that are too old', () => {
  let database: TestDatabase;
  let pool: Pool;
  let events: EventLog;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = openPool(database.url, 'test', 4);
    // Three days on which something happened, the first of them 40 days ago.
    for (const daysAgo of [40, 29, 0]) {
      await pool.query(`SELECT events.open_day(current_date - $1::int)`, [daysAgo]);
      await pool.query(
        `INSERT INTO events.log (day, position, id, type, subject_type, subject_id, audience, data, actor, occurred_at)
         SELECT current_date - $1::int, n + 100 - $1::int, gen_random_uuid(), 'test', 'Test', gen_random_uuid(), '{}', '{}', 'test', now()
         FROM generate_series(1, 3) n`,
        [daysAgo],
      );
    }
    await pool.query(
      `UPDATE events.head SET position = 103, day = current_date, first_day = current_date - 40`,
    );
    events = new EventLog(pool, notifications(database.url));
    await events.start();
  });
  afterAll(async () => {
    await events.close();
    await pool.end();
    await database.drop();
  });

  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

  it('are dropped by the day, and their cursors are expired instead of leaving a gap', async () => {
    const { logId } = await readHead(pool);
    const old = encodeCursor(logId, { day: day(40), position: 61 });
    const kept = encodeCursor(logId, { day: day(29), position: 72 });
    expect(await events.page(await events.placeOf(old), 100)).toHaveLength(8);
    const task = retentionTask(pool, 30);
    await task.run({} as never);
    await expect(events.placeOf(old)).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
    expect((await events.page(await events.placeOf(kept), 100)).map((event) => event.position)).toEqual([
      73, 74, 101, 102, 103,
    ]);
    await task.run({} as never);
    expect(await events.page({ day: '-infinity', position: 0 }, 100)).toHaveLength(6);
  });
});
