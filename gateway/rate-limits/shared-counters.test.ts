import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/graph-request.ts';
import { redisInstalled, TestRedis } from '../../test/redis.ts';
import type { Take, Taken } from './counters.ts';
import { MemoryCounters } from './memory-counters.ts';
import { RedisCounters } from './redis-counters.ts';
import { type RemoteCounters, SharedCounters } from './shared-counters.ts';

const hour = 3_600_000;

function reads(limit: number, key: string): Take {
  return { key, window: { name: 'reads', limit, ms: hour } };
}

/** How many of `count` that come at once, at each of `replicas` in turn, are admitted. */
async function admitted(replicas: readonly SharedCounters[], limit: number, key: string, count: number) {
  const taken = await Promise.all(
    Array.from({ length: count }, (_, i) => replicas[i % replicas.length]?.take(reads(limit, key))),
  );
  return taken.filter((each) => each?.refusedBy === null).length;
}

(redisInstalled ? describe : describe.skip)('gateways that count together through Redis', () => {
  let redis: TestRedis;
  let remotes: RedisCounters[];
  let replicas: SharedCounters[];
  beforeAll(async () => {
    redis = await TestRedis.claim();
    await redis.start();
    // The machine of the tests may be busy; and whoever waits for a Redis that died waits for longer than any test.
    remotes = [1, 2].map(() => new RedisCounters(redis.url, { answerWithinMs: hour }));
    for (const remote of remotes) remote.open();
    replicas = remotes.map((remote) => new SharedCounters(remote, new MemoryCounters()));
    await together();
  });
  afterAll(async () => {
    for (const remote of remotes) remote.close();
    await redis.kill();
  });
  const together = () => eventually(() => replicas.every(({ working }) => working), 'all count together');

  it('admit exactly the limit between them, however many come at once', async () => {
    expect(await admitted(replicas, 100, randomUUID(), 500)).toBe(100);
  });

  it('refuse nobody wrongly and make nobody wait when Redis dies, and count together again when it is back', async () => {
    const key = randomUUID();
    expect(await admitted(replicas, 100, key, 60)).toBe(60);
    await redis.kill();
    // Each for itself, by the same limit: what Redis knew is gone with it.
    expect(await admitted(replicas, 100, key, 200)).toBe(200);
    expect(await admitted(replicas, 100, key, 10)).toBe(0);
    expect(replicas.some(({ working }) => working)).toBe(false);
    await redis.start();
    await together();
    expect(await admitted(replicas, 100, key, 300)).toBe(100);
  });
});

describe('when what counts for all does not answer', () => {
  let now = 0;
  const clock = () => now;

  class Silent implements RemoteCounters {
    connected = true;
    asked = 0;
    answers = false;

    async take(): Promise<Taken> {
      this.asked += 1;
      if (!this.answers) throw new Error('Redis has not answered in 50 ms');
      return { refusedBy: null, remaining: 7, resetMs: 1, retryMs: 0, used: 0, giveBack: () => {} };
    }
  }

  it('it is left alone for a while, and then asked again', async () => {
    const remote = new Silent();
    const counters = new SharedCounters(remote, new MemoryCounters(clock), clock);
    expect((await counters.take(reads(10, 'a'))).remaining).toBe(9);
    expect((await counters.take(reads(10, 'a'))).remaining).toBe(8);
    expect(remote.asked).toBe(1);
    expect(counters.working).toBe(false);
    remote.answers = true;
    now += 500;
    expect((await counters.take(reads(10, 'a'))).remaining).toBe(7);
    expect(counters.working).toBe(true);
  });

  it('points go back to where they were taken from', async () => {
    const remote = new Silent();
    const counters = new SharedCounters(remote, new MemoryCounters(clock), clock);
    const cost = { points: 80, capacity: 100, perSecond: 1 };
    const taken = await counters.take({ ...reads(10, 'b'), cost });
    remote.connected = false;
    expect((await counters.take({ ...reads(10, 'b'), cost })).refusedBy).toBe('cost');
    taken.giveBack(80);
    expect((await counters.take({ ...reads(10, 'b'), cost })).refusedBy).toBeNull();
  });
});
