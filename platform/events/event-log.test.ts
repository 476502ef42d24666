import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { openOrm } from '../db/orm.ts';
import { openPool } from '../db/pool.ts';
import type { LoggedEvent } from './event.ts';
import { EventLog } from './event-log.ts';
import { record } from './record.ts';
import { Sequencer } from './sequencer.ts';
import { notifications } from './wake-ups.ts';

@Entity({ schema: 'events', tableName: 'head' })
class Head {
  @PrimaryKey({ type: 'boolean' })
  singleton!: boolean;
}

const writers = 20;
const eventsOfEach = 50;

describe('the event log', () => {
  let database: TestDatabase;
  let orm: MikroORM;
  let pool: Pool;
  let sequencers: Sequencer[];
  let events: EventLog;
  beforeAll(async () => {
    database = await createTestDatabase();
    orm = await openOrm({ url: database.url, entities: [Head], poolSize: 25 });
    pool = openPool(database.url, 'test', 10);
    sequencers = [
      new Sequencer(pool, notifications(database.url)),
      new Sequencer(pool, notifications(database.url)),
    ];
    for (const sequencer of sequencers) await sequencer.start();
    events = new EventLog(pool, notifications(database.url));
    await events.start();
  });
  afterAll(async () => {
    await events.close();
    for (const sequencer of sequencers) await sequencer.close();
    await orm.close();
    await pool.end();
    await database.drop();
  });

  function happened(em: EntityManager, type: string, data: Record<string, unknown> = {}) {
    return record(em, {
      type,
      subject: { type: 'Test', id: uuidv7() },
      audience: [uuidv7()],
      data,
      actor: 'test',
    });
  }

  /** Everything of `type` until `count` came. */
  async function collect(
    type: string,
    count: number,
    meanwhile: () => Promise<unknown>,
  ): Promise<LoggedEvent[]> {
    const stream = events.stream((event) => (event.type === type ? event : undefined));
    const working = meanwhile();
    const seen: LoggedEvent[] = [];
    for await (const event of stream) {
      seen.push(event);
      if (seen.length === count) break;
    }
    await working;
    return seen;
  }

  it('misses nothing and repeats nothing while many transactions write, hold on, and roll back', async () => {
    const seen = await collect('busy', writers * eventsOfEach, () =>
      Promise.all(
        Array.from({ length: writers }, async (_, writer) => {
          for (let n = 0; n < eventsOfEach; n++) {
            await orm.em.fork().transactional(async (em) => {
              await happened(em, 'busy', { writer, n });
              await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
            });
            await orm.em
              .fork()
              .transactional(async (em) => {
                await happened(em, 'busy', { writer, n: -1 });
                throw new Error('rolled back');
              })
              .catch((error: Error) => expect(error.message).toBe('rolled back'));
          }
        }),
      ),
    );
    expect(new Set(seen.map((event) => event.id)).size).toBe(writers * eventsOfEach);
    expect(seen.map((event) => event.position)).toEqual(
      [...seen.map((event) => event.position)].sort((a, b) => a - b),
    );
    for (let writer = 0; writer < writers; writer++) {
      const own = seen.filter((event) => event.data.writer === writer).map((event) => event.data.n);
      expect(own).toEqual(Array.from({ length: eventsOfEach }, (_, n) => n));
    }
    const { rows } = await pool.query('SELECT count(*)::int AS left FROM events.outbox');
    expect(rows[0].left).toBe(0);
  });

  it('refuses an event that is recorded outside of a transaction', async () => {
    await expect(happened(orm.em.fork(), 'stray')).rejects.toThrow('transaction');
  });

  it('keeps several events of one transaction in the order in which they were recorded', async () => {
    const seen = await collect('ordered', 100, () =>
      orm.em.fork().transactional((em) =>
        record(
          em,
          ...Array.from({ length: 100 }, (_, n) => ({
            type: 'ordered',
            subject: { type: 'Test', id: uuidv7() },
            audience: [],
            data: { n },
            actor: 'test',
          })),
        ),
      ),
    );
    expect(seen.map((event) => event.data.n)).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  it('leaves nobody behind who has stopped listening, also one who was waiting', async () => {
    const before = events.consumers;
    const stream = events.stream((event) => event);
    const waiting = stream.next();
    expect(events.consumers).toBe(before + 1);
    await stream.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(events.consumers).toBe(before);
  });
});
