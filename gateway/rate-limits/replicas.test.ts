import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../platform/auth/principal.ts';
import { eventually } from '../../test/graph-request.ts';
import { redisInstalled, TestRedis } from '../../test/redis.ts';
import { post, type RunningShop, runShop, shopkeeper } from '../fixtures/running-shop.ts';
import { MemoryCounters } from './memory-counters.ts';
import { RedisCounters } from './redis-counters.ts';
import { SharedCounters } from './shared-counters.ts';

(redisInstalled ? describe : describe.skip)('two gateways with one Redis', () => {
  let redis: TestRedis;
  const remotes: RedisCounters[] = [];
  const counters: SharedCounters[] = [];
  const gateways: RunningShop[] = [];
  let caller: Principal;
  beforeAll(async () => {
    redis = await TestRedis.claim();
    await redis.start();
    for (let i = 0; i < 2; i += 1) {
      const remote = new RedisCounters(redis.url, { answerWithinMs: 100_000 });
      remote.open();
      remotes.push(remote);
      const shared = new SharedCounters(remote, new MemoryCounters());
      counters.push(shared);
      gateways.push(
        await runShop('in process', {
          rateLimits: {
            counters: shared,
            readsPerHour: 1000,
            writesPerHour: 1000,
            costPerOperation: 5000,
            byAddress: true,
          },
          authenticator: { authenticate: async () => caller },
        }),
      );
    }
    await together();
  });
  afterAll(async () => {
    for (const gateway of gateways) await gateway.close();
    for (const remote of remotes) remote.close();
    await redis.kill();
  });
  const together = () => eventually(() => counters.every(({ working }) => working), 'they count together');
  const allow = (readsPerHour: number, id: string) => {
    caller = { ...shopkeeper, id, allowance: { readsPerHour } };
  };
  const statuses = async (count: number): Promise<Map<number, number>> => {
    const answers = await Promise.all(
      Array.from({ length: count }, (_, i) =>
        post((gateways[i % 2] as RunningShop).gateway, { query: '{ me { id } }' }, {}),
      ),
    );
    return new Map(
      [...Map.groupBy(answers, ({ status }) => status)].map(([status, { length }]) => [status, length]),
    );
  };

  it('admit exactly the limit of requests that come to both at once', async () => {
    allow(50, 'exact');
    expect(await statuses(120)).toEqual(
      new Map([
        [200, 50],
        [429, 70],
      ]),
    );
  });

  it('go on when Redis dies under load: all are answered, and none is refused wrongly', async () => {
    allow(400, 'unlucky');
    expect(await statuses(20)).toEqual(new Map([[200, 20]]));
    const underWay = statuses(100);
    await redis.kill();
    expect(await underWay).toEqual(new Map([[200, 100]]));
    expect(await statuses(50)).toEqual(new Map([[200, 50]]));
    await redis.start();
    await together();
    allow(30, 'afterwards');
    expect(await statuses(60)).toEqual(
      new Map([
        [200, 30],
        [429, 30],
      ]),
    );
  });
});
