import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openOrm } from '../../../platform/db/orm.ts';
import { eventually } from '../../../test/graph-request.ts';
import { MirrorState } from '../mirror/mirror-state.ts';
import { type MirrorUnderTest, startMirror } from '../mirror-under-test.ts';
import { SharedCallLimit } from './call-limit.ts';

describe('the calls to the permit registry', () => {
  let mirror: MirrorUnderTest;
  beforeAll(async () => {
    mirror = await startMirror({ permits: 1500 }, { limit: undefined });
  });
  beforeEach(() => freeSlots());
  afterAll(() => mirror.close());

  const freeSlots = () => mirror.hub.pool.query(`UPDATE permits.call_slots SET free_at = '-infinity'`);
  const calls = async () =>
    (await mirror.hub.pool.query('SELECT count(*)::int AS count FROM permits.sicantik_calls')).rows[0].count;
  const job = async () =>
    (
      await mirror.hub.pool.query(
        `SELECT run_at, locked_at, extract(epoch FROM run_at - now())::int AS seconds
         FROM graphile_worker.jobs WHERE task_identifier = 'permit-sync'`,
      )
    ).rows[0];

  it('are ten in a minute, however many processes ask, and one of them is left for people', async () => {
    const processes = await Promise.all(
      [1, 2, 3].map(() => openOrm({ url: mirror.hub.databaseUrl, entities: [MirrorState] })),
    );
    const limits = processes.map((orm) => new SharedCallLimit(orm.em));
    const take = (callFor: 'people' | 'schedule') =>
      Promise.all(Array.from({ length: 30 }, (_, at) => limits[at % 3]?.take(callFor, 30_000)));
    const scheduled = (await take('schedule')).flatMap((turn) => (turn && 'slot' in turn ? [turn.slot] : []));
    expect(scheduled.toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const people = (await take('people')).flatMap((turn) => (turn && 'slot' in turn ? [turn.slot] : []));
    expect(people).toEqual([10]);
    // The slot of a process that dies now is free when its call cannot be under way and a minute is over.
    const refused = await limits[0]?.take('people', 30_000);
    if (!refused || !('freeAt' in refused)) throw new Error('An eleventh call was allowed.');
    expect(refused.freeAt.getTime() - Date.now()).toBeGreaterThan(90_000);
    await Promise.all(processes.map((orm) => orm.close()));
  });

  it('wait on the queue for their turn, and no worker waits with them', async () => {
    const before = await calls();
    const { syncPermits } = await mirror.ask(
      'mutation { syncPermits(input: { complete: true }) { id calls mirror { sweep { seen } } } }',
    );
    const waiting = await eventually(async () => {
      const found = await job();
      return found?.seconds > 30 && found.locked_at === null && found;
    }, 'the job waits');
    expect((await calls()) - before).toBe(10);
    expect(waiting.seconds).toBeLessThanOrEqual(61);
    // Nothing more is called until then, though the queue is looked through all the time.
    const test = await mirror.ask('mutation { testSicantikConnection { success message retryAt } }');
    expect(test.testSicantikConnection).toEqual({
      success: false,
      message: expect.stringContaining('used up'),
      retryAt: expect.any(String),
    });
    expect((await calls()) - before).toBe(10);
    // A minute later.
    while (
      (await mirror.ask(`query($id: ID!) { permitSync(id: $id) { status } }`, { id: syncPermits.id }))
        .permitSync.status === 'RUNNING'
    ) {
      await freeSlots();
      await mirror.hub.pool.query(
        `UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL AND key = 'permit-sync'`,
      );
      await mirror.hub.pool.query(`SELECT pg_notify('jobs:insert', '{"r":"0","count":1}')`);
    }
    expect(await mirror.ended(syncPermits.id)).toMatchObject({ status: 'COMPLETED', permitsNew: 1507 });
  });

  it('are spaced by their ends, so that no eleven fall within any minute', async () => {
    await mirror.ask('mutation { testSicantikConnection { success } }');
    const { rows } = await mirror.hub.pool.query(
      `SELECT extract(epoch FROM free_at - now())::float8 AS seconds FROM permits.call_slots WHERE free_at > now()`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].seconds).toBeGreaterThan(20);
    expect(rows[0].seconds).toBeLessThanOrEqual(60);
  });

  it('are all written down: what was asked, what came of it and how long it took', async () => {
    await mirror.sicantik.fault({ fault: 'status', status: 500, on: 'jumlahPerizinan' });
    await mirror.ask('mutation { testSicantikConnection { success statusCode message } }');
    const { sicantikCalls } = await mirror.ask(
      '{ sicantikCalls(first: 1000) { totalCount nodes { endpoint parameters { name value } statusCode responseTimeMs errorMessage calledAt } } }',
    );
    expect(sicantikCalls.totalCount).toBe(await calls());
    expect(sicantikCalls.nodes[0]).toEqual({
      endpoint: 'jumlahPerizinan',
      parameters: [],
      statusCode: 500,
      responseTimeMs: expect.any(Number),
      errorMessage: expect.stringContaining('UNAVAILABLE'),
      calledAt: expect.any(String),
    });
    expect(sicantikCalls.nodes).toContainEqual(
      expect.objectContaining({
        endpoint: 'listpermohonanterbit',
        parameters: [
          { name: 'limit', value: '100' },
          { name: 'offset', value: '99' },
        ],
        statusCode: 200,
        errorMessage: null,
      }),
    );
  });
});

describe('the statistics of calls', () => {
  const statistics = `{ sicantikApiStatistics { totalCalls failedCalls successRate meanResponseTimeMs medianResponseTimeMs
    p99ResponseTimeMs errors { endpoint statusCode errorMessage } } }`;

  let mirror: MirrorUnderTest;
  beforeAll(async () => {
    mirror = await startMirror();
  });
  afterAll(() => mirror.close());

  it('are nothing, and no error, before the first call; then those of seven days', async () => {
    const none = await mirror.ask(statistics);
    expect(none.sicantikApiStatistics).toEqual({
      totalCalls: 0,
      failedCalls: 0,
      successRate: null,
      meanResponseTimeMs: null,
      medianResponseTimeMs: null,
      p99ResponseTimeMs: null,
      errors: [],
    });
    await mirror.hub.pool.query(
      `INSERT INTO permits.sicantik_calls
       SELECT gen_random_uuid(), 'jumlahPerizinan', '{}'::jsonb, CASE WHEN n % 4 = 0 THEN 503 ELSE 200 END, n * 10,
         CASE WHEN n % 4 = 0 THEN 'UNAVAILABLE: down' END, now() - n * interval '1 minute' FROM generate_series(1, 100) n
       UNION ALL SELECT gen_random_uuid(), 'jumlahPerizinan', '{}'::jsonb, NULL, 30000, 'TIMEOUT', now() - interval '8 days'`,
    );
    const { sicantikApiStatistics: some } = await mirror.ask(statistics);
    expect(some).toMatchObject({
      totalCalls: 100,
      failedCalls: 25,
      successRate: 75,
      meanResponseTimeMs: 505,
      medianResponseTimeMs: 505,
    });
    expect(some.p99ResponseTimeMs).toBeCloseTo(990.1);
    expect(some.errors).toHaveLength(25);
    expect(some.errors[0]).toEqual({
      endpoint: 'jumlahPerizinan',
      statusCode: 503,
      errorMessage: 'UNAVAILABLE: down',
    });
  });
});
