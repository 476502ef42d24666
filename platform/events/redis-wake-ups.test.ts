import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import pg, { type Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { eventually } from '../../test/graph-request.ts';
import { redisInstalled, TestRedis } from '../../test/redis.ts';
import { openOrm } from '../db/orm.ts';
import { openPool } from '../db/pool.ts';
import { EventLog } from './event-log.ts';
import { record } from './record.ts';
import { onRecorded } from './recorded.ts';
import { RedisWakeUps } from './redis-wake-ups.ts';
import { Sequencer } from './sequencer.ts';
import { withoutNotifications } from './wake-ups.ts';

@Entity({ schema: 'events', tableName: 'head' })
class Head {
  @PrimaryKey({ type: 'boolean' })
  singleton!: boolean;
}

/** A process of the hub: it records, numbers and reads. */
interface Replica {
  wakeUps: RedisWakeUps;
  orm: MikroORM;
  pool: Pool;
  sequencer: Sequencer;
  events: EventLog;
  /** Names of the events that it read. */
  seen: unknown[];
}

/** What the replicas do now and then in any case; without it an event is found by a wake-up alone. */
let polling = true;
const setIntervalAsEver = globalThis.setInterval;
const setIntervalUnderTest = ((look: () => void, ms?: number) =>
  setIntervalAsEver(() => void (polling && look()), ms)) as typeof setInterval;

const describeWithRedis = redisInstalled ? describe : describe.skip;

describeWithRedis('processes that wake each other through Redis', () => {
  let database: TestDatabase;
  let redis: TestRedis;
  let replicas: Replica[];
  let listener: pg.Client;
  const notified: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = await TestRedis.claim();
    globalThis.setInterval = setIntervalUnderTest;
    replicas = [await startReplica(), await startReplica()];
    globalThis.setInterval = setIntervalAsEver;
    listener = new pg.Client({ connectionString: database.url });
    await listener.connect();
    await listener.query('LISTEN hub_outbox; LISTEN hub_log');
    listener.on('notification', ({ channel }) => notified.push(channel));
  });
  afterEach(async () => {
    polling = true;
    await redis.kill();
    for (const { seen } of replicas) seen.length = 0;
  });
  afterAll(async () => {
    await listener.end();
    for (const { events, sequencer, wakeUps, orm, pool } of replicas) {
      await events.close();
      await sequencer.close();
      wakeUps.close();
      await orm.close();
      await pool.end();
    }
    await database.drop();
  });

  async function startReplica(): Promise<Replica> {
    const url = withoutNotifications(database.url);
    const wakeUps = new RedisWakeUps(redis.url);
    wakeUps.open();
    const orm = await openOrm({ url, entities: [Head] });
    onRecorded(orm, () => wakeUps.announce('hub_outbox'));
    const pool = openPool(url, 'test', 4);
    const sequencer = new Sequencer(pool, wakeUps);
    await sequencer.start();
    const events = new EventLog(pool, wakeUps);
    await events.start();
    const seen: unknown[] = [];
    events.listen((event) => seen.push(event.data.name));
    return { wakeUps, orm, pool, sequencer, events, seen };
  }

  const happens = (em: EntityManager, name: string) =>
    record(em, {
      type: 'test',
      subject: { type: 'Test', id: uuidv7() },
      audience: [],
      data: { name },
      actor: 'test',
    });

  async function happened(replica: number, name: string): Promise<void> {
    await replicas[replica]?.orm.em.fork().transactional((em) => happens(em, name));
  }

  async function comesUp(): Promise<void> {
    await redis.start();
    await eventually(() => replicas.every(({ wakeUps }) => wakeUps.working), 'all are connected');
  }

  const seenByAll = (count: number) =>
    eventually(() => replicas.every(({ seen }) => seen.length >= count), 'everybody has read it');

  it('hear of an event at once, wherever it was recorded, and PostgreSQL notifies nobody', async () => {
    await comesUp();
    polling = false;
    for (let n = 0; n < 20; n++) {
      await happened(n % 2, `event ${n}`);
      await seenByAll(n + 1);
    }
    expect(notified).toEqual([]);
  });

  it('hear of what was recorded within a savepoint, and only when the whole has committed', async () => {
    await comesUp();
    polling = false;
    for (let n = 0; n < 10; n++) {
      await replicas[0]?.orm.em.fork().transactional(async (em) => {
        await em.transactional((inner) => happens(inner, `inner ${n}`));
      });
      await seenByAll(n + 1);
    }
  });

  it('go on without Redis, miss nothing while it dies and comes back, and are quick again then', async () => {
    await eventually(() => !replicas.some(({ wakeUps }) => wakeUps.working), 'nobody has Redis');
    const names: string[] = [];
    const happen = async () => {
      for (let n = 0; n < 50; n++) {
        const name = `event ${names.length}`;
        names.push(name);
        await happened(n % 2, name);
      }
    };
    await happen();
    await seenByAll(names.length);
    for (let death = 0; death < 2; death++) {
      await comesUp();
      const going = happen();
      await redis.kill();
      await going;
    }
    await seenByAll(names.length);
    await comesUp();
    await happen();
    await seenByAll(names.length);
    for (const { seen } of replicas) {
      expect([...seen].sort()).toEqual([...names].sort());
      expect(new Set(seen).size).toBe(names.length);
    }
    expect(notified).toEqual([]);
  });
});
