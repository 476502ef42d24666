import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/graph-request.ts';
import { redisInstalled, TestRedis } from '../../test/redis.ts';
import type { Counters } from './counters.ts';
import { MemoryCounters } from './memory-counters.ts';
import { RedisCounters } from './redis-counters.ts';

const hour = 3_600_000;
/** The machine of the tests may be busy. */
const answerWithinMs = 100_000;
/** The beginning of a bucket. */
const start = 500_000 * hour;

let now = start;
const clock = () => now;

function reads(limit: number, key: string) {
  return { key, window: { name: 'reads', limit, ms: hour } };
}

/** How many of `count` that come at once are admitted. */
async function admitted(counters: Counters, limit: number, key: string, count: number): Promise<number> {
  const taken = await Promise.all(Array.from({ length: count }, () => counters.take(reads(limit, key))));
  return taken.filter(({ refusedBy }) => refusedBy === null).length;
}

function promises(open: () => Counters): void {
  let counters: Counters;
  beforeAll(() => {
    counters = open();
  });
  const someone = () => {
    now = start;
    return randomUUID();
  };

  it('admits exactly the limit, however many come at once', async () => {
    const key = someone();
    expect(await admitted(counters, 10, key, 25)).toBe(10);
    expect(await counters.take(reads(10, key))).toMatchObject({ refusedBy: 'window', remaining: 0 });
  });

  it('lets what was asked an hour ago fade, so that no hour has twice the limit', async () => {
    const key = someone();
    now = start + hour - 1000;
    expect(await admitted(counters, 100, key, 200)).toBe(100);
    now = start + hour + 1000;
    expect(await admitted(counters, 100, key, 200)).toBe(0);
    now = start + hour + hour / 2;
    expect(await admitted(counters, 100, key, 200)).toBe(50);
    now = start + 2 * hour;
    // Half of the fifty that the bucket before has counted.
    now += hour / 2;
    expect(await admitted(counters, 100, key, 200)).toBe(75);
    now = start + 9 * hour;
    expect(await admitted(counters, 100, key, 200)).toBe(100);
  });

  it.each([
    ['in the same bucket', 0],
    ['late in the bucket', hour - 10],
  ])('says exactly how long to wait: %s', async (_, into) => {
    const key = someone();
    now = start + into;
    await admitted(counters, 10, key, 10);
    const { retryMs } = await counters.take(reads(10, key));
    now += retryMs - 2;
    expect((await counters.take(reads(10, key))).refusedBy).toBe('window');
    now += 2;
    expect((await counters.take(reads(10, key))).refusedBy).toBeNull();
    const again = await counters.take(reads(10, key));
    expect(again.refusedBy).toBe('window');
    now += again.retryMs;
    expect((await counters.take(reads(10, key))).refusedBy).toBeNull();
  });

  it('says how many are left, and from when on the count fades', async () => {
    const key = someone();
    now = start + hour / 4;
    expect(await counters.take(reads(10, key))).toMatchObject({ remaining: 9, resetMs: (hour * 3) / 4 });
    await admitted(counters, 10, key, 8);
    // The last one: until one more is admitted.
    expect(await counters.take(reads(10, key))).toMatchObject({
      refusedBy: null,
      remaining: 0,
      resetMs: (hour * 3) / 4 + hour / 10,
    });
  });

  it('counts reads and writes, and callers, apart', async () => {
    const [key, other] = [someone(), someone()];
    expect(await admitted(counters, 5, key, 9)).toBe(5);
    const write = { key, window: { name: 'writes', limit: 5, ms: hour } };
    expect((await counters.take(write)).remaining).toBe(4);
    expect((await counters.take(reads(5, other))).remaining).toBe(4);
  });

  it('takes as many places as are asked for, all or none', async () => {
    const key = someone();
    const asking = (places: number) => counters.take({ ...reads(10, key), places });
    expect(await asking(7)).toMatchObject({ refusedBy: null, remaining: 3 });
    expect(await asking(4)).toMatchObject({ refusedBy: 'window', remaining: 3 });
    expect(await asking(3)).toMatchObject({ refusedBy: null, remaining: 0 });
    const { retryMs } = await asking(5);
    expect(retryMs).toBe(hour + hour / 2);
    now += retryMs;
    expect((await asking(5)).refusedBy).toBeNull();
    expect((await asking(11)).refusedBy).toBe('window');
  });

  it('admits nobody by a limit of none', async () => {
    expect(await counters.take(reads(0, someone()))).toMatchObject({ refusedBy: 'window', retryMs: hour });
  });

  it('takes points from a bucket that fills again, and gives back what was too much', async () => {
    const key = someone();
    const asking = (points: number) =>
      counters.take({ ...reads(100, key), cost: { points, capacity: 1000, perSecond: 10 } });
    const first = await asking(600);
    expect(first).toMatchObject({ refusedBy: null, used: 600, remaining: 99 });
    expect(await asking(500)).toMatchObject({ refusedBy: 'cost', used: 600, retryMs: 10_000, remaining: 99 });
    now += 9_999;
    expect((await asking(500)).refusedBy).toBe('cost');
    now += 1;
    expect(await asking(500)).toMatchObject({ refusedBy: null, used: 1000, remaining: 98 });
    first.giveBack(550);
    await eventually(async () => (await asking(0)).used === 450, 'the points are back');
    now += 3_600_000;
    expect((await asking(1)).used).toBe(1);
  });
}

describe('counting in memory', () => {
  promises(() => new MemoryCounters(clock));

  it('remembers a bounded number of callers, the latest ones', async () => {
    const counters = new MemoryCounters(clock, 2);
    for (const key of ['a', 'b', 'c']) await counters.take(reads(10, key));
    expect((await counters.take(reads(10, 'c'))).remaining).toBe(8);
    expect((await counters.take(reads(10, 'a'))).remaining).toBe(9);
  });
});

(redisInstalled ? describe : describe.skip)('counting in Redis', () => {
  let redis: TestRedis;
  let opened: RedisCounters;
  beforeAll(async () => {
    redis = await TestRedis.claim();
    await redis.start();
    opened = new RedisCounters(redis.url, { now: clock, answerWithinMs });
    opened.open();
    await eventually(() => opened.connected, 'Redis is connected');
  });
  afterAll(async () => {
    opened.close();
    await redis.kill();
  });
  promises(() => ({ take: (take) => opened.take(take) }));

  it('goes by the clock of Redis, and goes on in the present bucket when that was set back', async () => {
    const own = new RedisCounters(redis.url, { answerWithinMs });
    own.open();
    await eventually(() => own.connected, 'Redis is connected');
    const key = randomUUID();
    now = Date.now() + 50 * hour;
    expect((await opened.take(reads(3, key))).remaining).toBe(2);
    expect((await own.take(reads(3, key))).remaining).toBe(1);
    own.close();
  });

  it('forgets who has not come for two hours', async () => {
    const key = randomUUID();
    await opened.take(reads(3, key));
    const { createClient } = await import('@redis/client');
    const client = await createClient({ url: redis.url }).connect();
    const ttl = await client.pTTL(`hub:limits:{${key}}`);
    expect(ttl).toBeGreaterThan(hour);
    expect(ttl).toBeLessThanOrEqual(2 * hour);
    client.destroy();
  });
});
