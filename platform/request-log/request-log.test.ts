import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { register } from 'prom-client';
import { v7 as uuidv7 } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { organisationPrincipal } from '../../test/subgraph-harness.ts';
import { anonymous } from '../auth/principal.ts';
import { openPool } from '../db/pool.ts';
import type { RequestEntry } from './request-entry.ts';
import { RequestLog } from './request-log.ts';
import type { Database } from './request-store.ts';
import { requestRetentionTask } from './retention.ts';

const never = 3_600_000;

/** Each request a millisecond after the one before, since that is how far ids tell their order. */
let clock = Date.now();

function entry(fields: Partial<RequestEntry> = {}): RequestEntry {
  return {
    startedAt: ++clock,
    ms: 12.5,
    requestId: uuidv7(),
    principal: anonymous,
    transport: 'HTTP',
    method: 'POST',
    path: '/graphql',
    operation: null,
    status: 200,
    outcome: 'OK',
    codes: [],
    address: '203.0.113.7',
    agent: 'curl/8',
    ...fields,
  };
}

describe('the request log', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = openPool(database.url, 'test', 4);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const stored = async (path: string) =>
    (await pool.query('SELECT * FROM requests.log WHERE path = $1 ORDER BY id', [path])).rows;
  const droppedSoFar = async () =>
    (await register.getSingleMetric('hub_request_log_dropped_total')?.get())?.values[0]?.value ?? 0;

  it('has one row for each request, with who asked for what, from where and how it ended', async () => {
    const log = new RequestLog(pool, { everyMs: never });
    const principal = { ...organisationPrincipal(uuidv7()), clientId: 'app', userId: 'person' };
    const operation = {
      type: 'mutation' as const,
      name: 'Make',
      fields: ['createStudent'],
      document: 'mutation Make { createStudent }',
      documentHash: 'h1',
      variables: { document: { n: 1 } },
    };
    log.add(entry({ path: '/one', principal, operation, outcome: 'ERROR', codes: ['DUPLICATE'] }));
    log.add(entry({ path: '/one', agent: `forged\nline\u0000${'x'.repeat(1000)}` }));
    await log.close();
    const [first, second] = await stored('/one');
    expect(first).toMatchObject({
      organisation_id: principal.organisationId,
      caller_kind: 'organisation',
      caller_id: principal.id,
      client_id: 'app',
      user_id: 'person',
      operation_type: 'mutation',
      operation_name: 'Make',
      fields: ['createStudent'],
      variables: { document: { n: 1 } },
      outcome: 'ERROR',
      codes: ['DUPLICATE'],
      ms: 12.5,
      address: '203.0.113.7',
    });
    expect(second.agent).toHaveLength(300);
    expect(second.agent).toMatch(/^forged line x/);
    const { rows } = await pool.query('SELECT document FROM requests.documents WHERE hash = $1', ['h1']);
    expect(rows).toEqual([{ document: 'mutation Make { createStudent }' }]);
  });

  it('stores by itself, many at a time, with one statement', async () => {
    let statements = 0;
    const counting = {
      query: (...args: unknown[]) => {
        statements += 1;
        return (pool.query as (...of: unknown[]) => unknown)(...args);
      },
    } as unknown as Database;
    const log = new RequestLog(counting, { everyMs: 20, batch: 500 });
    for (let n = 0; n < 1_000; n += 1) log.add(entry({ path: '/many' }));
    const deadline = Date.now() + 90_000;
    while ((await stored('/many')).length < 1_000 && Date.now() < deadline) {}
    await log.close();
    expect(await stored('/many')).toHaveLength(1_000);
    expect(statements).toBe(2);
  });

  it('keeps what came last while the database is away, counts what it had to drop, and goes on by itself', async () => {
    let away = true;
    const failing = {
      query: async (...args: unknown[]) => {
        if (away) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
        return (pool.query as (...of: unknown[]) => unknown)(...args);
      },
    } as unknown as Database;
    const before = await droppedSoFar();
    const log = new RequestLog(failing, { everyMs: never, capacity: 100, batch: 50 });
    for (let n = 0; n < 300; n += 1) {
      log.add(entry({ path: '/away', status: n }));
      if (n % 60 === 0) expect(await log.flush()).toBe(false);
    }
    away = false;
    expect(await log.flush()).toBe(true);
    await log.close();
    const statuses = (await stored('/away')).map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses.at(-1)).toBe(299);
    expect(statuses).toEqual(Array.from(statuses, (_, place) => 300 - statuses.length + place));
    expect(statuses.length).toBeGreaterThan(90);
    expect(statuses.length).toBeLessThanOrEqual(100);
    expect((await droppedSoFar()) - before).toBe(300 - statuses.length);
  });

  it('counts nothing twice when the answer to a batch was lost', async () => {
    let lost = false;
    const losing = {
      query: async (...args: unknown[]) => {
        const answer = await (pool.query as (...of: unknown[]) => Promise<unknown>)(...args);
        if (lost) return answer;
        lost = true;
        throw new Error('Connection terminated unexpectedly');
      },
    } as unknown as Database;
    const log = new RequestLog(losing, { everyMs: never });
    const principal = organisationPrincipal(uuidv7());
    log.add(entry({ path: '/lost', principal }));
    expect(await log.flush()).toBe(false);
    await log.close();
    expect(await stored('/lost')).toHaveLength(1);
    const { rows } = await pool.query('SELECT calls FROM requests.usage WHERE client_id = $1', [
      principal.id,
    ]);
    expect(rows).toEqual([{ calls: '1' }]);
  });

  it('is not held up by a batch that the database refuses', async () => {
    const before = await droppedSoFar();
    const log = new RequestLog(pool, { everyMs: never });
    log.add(entry({ path: '/refused', status: 2 ** 40 }));
    await log.flush();
    log.add(entry({ path: '/refused', status: 204 }));
    await log.close();
    expect((await stored('/refused')).map(({ status }) => status)).toEqual([204]);
    expect((await droppedSoFar()) - before).toBe(1);
  });

  it('loses nothing to several gateways that write at once, on a day that none has seen', async () => {
    const logs = Array.from({ length: 4 }, () => new RequestLog(pool, { everyMs: never }));
    const startedAt = Date.now() - 5 * 86_400_000;
    const principals = Array.from({ length: 3 }, () => organisationPrincipal(uuidv7()));
    for (const log of logs) {
      for (const principal of principals) log.add(entry({ path: '/at-once', startedAt, principal }));
    }
    await Promise.all(logs.map((log) => log.close()));
    expect(await stored('/at-once')).toHaveLength(12);
    const { rows } = await pool.query(
      'SELECT sum(calls)::int AS calls FROM requests.usage WHERE client_id = ANY ($1)',
      [principals.map(({ id }) => id)],
    );
    expect(rows).toEqual([{ calls: 12 }]);
  });

  it('forgets each day whole when it is too old, with its statistics and documents', async () => {
    const log = new RequestLog(pool, { everyMs: never });
    const operation = {
      type: 'query',
      name: null,
      fields: [],
      document: '{ a }',
      documentHash: 'old',
      variables: null,
    } as const;
    for (const days of [95, 91, 89]) {
      const startedAt = Date.now() - days * 86_400_000;
      log.add(
        entry({
          path: '/old',
          startedAt,
          status: days,
          operation,
          principal: organisationPrincipal('0190b3c4-0000-7000-8000-000000000001'),
        }),
      );
    }
    await log.close();
    const task = requestRetentionTask(pool, 90);
    await task.run({} as never);
    await task.run({} as never);
    expect((await stored('/old')).map(({ status }) => status)).toEqual([89]);
    const left = await pool.query(
      "SELECT (SELECT sum(calls)::int FROM requests.usage WHERE organisation_id = '0190b3c4-0000-7000-8000-000000000001') AS calls",
    );
    expect(left.rows).toEqual([{ calls: 1 }]);
  });
});
