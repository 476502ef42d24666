import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Degraded } from '../gateway/health.ts';
import { readEnvironment } from '../platform/config.ts';
import { eventually } from '../test/graph-request.ts';
import { redisInstalled, TestRedis } from '../test/redis.ts';
import { embeddedParts, gatewayParts } from './configuration.ts';
import { Lifecycle } from './lifecycle.ts';
import { rateLimits, sharedRateLimits } from './rate-limits.ts';

const ratesOf = (environment: Record<string, string>) =>
  readEnvironment({ rates: embeddedParts.rates }, environment).rates;

describe('the limits of the hub', () => {
  it('are 1,000 reads and as many writes an hour, and 60,000 points an operation, unless it says otherwise', () => {
    expect(rateLimits(ratesOf({}))).toMatchObject({
      readsPerHour: 1000,
      writesPerHour: 1000,
      costPerOperation: 60_000,
      byAddress: true,
    });
    expect(
      rateLimits(ratesOf({ RATE_LIMIT_READS_PER_HOUR: '200', RATE_LIMIT_BY_ADDRESS: 'off' })),
    ).toMatchObject({ readsPerHour: 200, writesPerHour: 200, byAddress: false });
    expect(rateLimits(ratesOf({ RATE_LIMIT_WRITES_PER_HOUR: '50' }))).toMatchObject({
      readsPerHour: 1000,
      writesPerHour: 50,
    });
    expect(gatewayParts([]).rates).toBe(embeddedParts.rates);
  });

  it.each(['0', '-1', '1.5', '1e3', 'many'])('are not %s', (text) => {
    expect(() => ratesOf({ RATE_LIMIT_READS_PER_HOUR: text })).toThrow(
      'RATE_LIMIT_READS_PER_HOUR: must be a whole number from 1 to 999999999',
    );
  });
});

(redisInstalled ? describe : describe.skip)('the health of a gateway that counts in Redis', () => {
  const lifecycle = new Lifecycle();
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await TestRedis.claim();
    await redis.start();
  });
  afterAll(async () => {
    await lifecycle.close();
    await redis.kill();
  });

  it('is degraded while it counts for itself, and well again when Redis is back', async () => {
    const { readiness } = await sharedRateLimits(lifecycle, ratesOf({}), redis.url);
    const health = async () => {
      try {
        await readiness.limits?.();
        return 'ok';
      } catch (error) {
        return error instanceof Degraded ? 'degraded' : 'failed';
      }
    };
    await eventually(async () => (await health()) === 'ok', 'it counts in Redis');
    await redis.kill();
    await eventually(async () => (await health()) === 'degraded', 'it counts for itself');
    await redis.start();
    await eventually(async () => (await health()) === 'ok', 'it counts in Redis again');
  });
});
