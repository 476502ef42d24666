import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { openPool } from '../db/pool.ts';
import { EventLog } from './event-log.ts';
import { Sequencer } from './sequencer.ts';
import { notifications } from './wake-ups.ts';

const writers = 24;
const eventsOfEach = 4200;
const total = writers * eventsOfEach;

const insert = `INSERT INTO events.outbox (id, type, subject_type, subject_id, audience, data, actor)
  VALUES ($1, 'long', 'Test', $2, '{}', $3, 'test')`;

describe('the event log, over a hundred thousand events', () => {
  let database: TestDatabase;
  let pool: Pool;
  const sequencers: Sequencer[] = [];
  let events: EventLog;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = openPool(database.url, 'test', 10);
    for (let n = 0; n < 2; n++) {
      const sequencer = new Sequencer(pool, notifications(database.url));
      await sequencer.start();
      sequencers.push(sequencer);
    }
    events = new EventLog(pool, notifications(database.url));
    await events.start();
  });
  afterAll(async () => {
    await events.close();
    for (const sequencer of sequencers) await sequencer.close();
    await pool.end();
    await database.drop();
  });

  /**
   * One writer: transactions of one to ten events, held open for a random time, every fifth rolled
   * back. A counter row that all writers lock in turn says which change was seen by which.
   */
  async function write(writer: number): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      for (let n = 0; n < eventsOfEach; ) {
        const size = Math.min(1 + Math.floor(Math.random() * 10), eventsOfEach - n);
        const rollBack = Math.random() < 0.2;
        await client.query('BEGIN');
        for (let i = 0; i < size; i++) {
          await client.query(insert, [
            uuidv7(),
            uuidv7(),
            JSON.stringify({ writer, n: rollBack ? -1 : n + i }),
          ]);
        }
        if (Math.random() < 0.05) await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
        if (Math.random() < 0.1) {
          const { rows } = await client.query('UPDATE counter SET value = value + 1 RETURNING value');
          await client.query(insert, [
            uuidv7(),
            uuidv7(),
            JSON.stringify({ cause: rollBack ? -1 : Number(rows[0].value) }),
          ]);
        }
        await client.query("SELECT pg_notify('hub_outbox', '')");
        await client.query(rollBack ? 'ROLLBACK' : 'COMMIT');
        if (!rollBack) n += size;
      }
    } finally {
      await client.end();
    }
  }

  it(
    'misses none, repeats none, shows none that was rolled back, and no effect before its cause',
    async () => {
      await pool.query('CREATE TABLE counter (value bigint NOT NULL)');
      await pool.query('INSERT INTO counter VALUES (0)');
      const stream = events.stream((event) => (event.type === 'long' ? event : undefined));
      const next: number[] = Array.from({ length: writers }, () => 0);
      let seen = 0;
      let position = 0;
      let lastCause = 0;
      const reading = (async () => {
        for await (const event of stream) {
          const { writer, n, cause } = event.data as { writer?: number; n?: number; cause?: number };
          if (event.position <= position) throw new Error(`Position ${event.position} after ${position}.`);
          position = event.position;
          if (cause !== undefined) {
            if (cause !== lastCause + 1) throw new Error(`Change ${cause} came after ${lastCause}.`);
            lastCause = cause;
            continue;
          }
          if (writer === undefined || n !== next[writer])
            throw new Error(`Writer ${writer} wrote ${n}; ${next[writer ?? 0]} was next.`);
          next[writer] = (next[writer] ?? 0) + 1;
          seen += 1;
          if (seen === total) break;
        }
      })();
      await Promise.all([reading, ...Array.from({ length: writers }, (_, writer) => write(writer))]);
      expect(seen).toBe(total);
      // Once more from the beginning, by pages alone.
      let place = { day: '-infinity', position: 0 };
      let read = 0;
      for (;;) {
        const page = await events.page(place, 1000);
        const last = page.at(-1);
        if (!last) break;
        expect(page[0]?.position).toBe(place.position + 1);
        read += page.filter((event) => event.data.writer !== undefined).length;
        place = { day: last.day, position: last.position };
      }
      expect(read).toBe(total);
    },
    30 * 60_000,
  );
});
