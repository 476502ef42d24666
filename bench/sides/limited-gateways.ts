import { setTimeout as sleep } from 'node:timers/promises';
import { openShop } from '../../gateway/fixtures/shop.ts';
import { MemoryCounters } from '../../gateway/rate-limits/memory-counters.ts';
import type { RateLimits } from '../../gateway/rate-limits/rate-limits.ts';
import { RedisCounters } from '../../gateway/rate-limits/redis-counters.ts';
import { startGateway } from '../../gateway/server.ts';
import { subgraphUrls } from '../../gateway/supergraph.ts';
import type { Authenticator } from '../../platform/auth/authenticator.ts';
import { anonymous } from '../../platform/auth/principal.ts';
import { inProcessCaller } from '../../platform/federation/in-process-caller.ts';

// Gateways over one shop that differ in their limits alone: none, in memory, in the Redis whose address is
// given. Nobody is ever refused.

const [redisUrl = ''] = process.argv.slice(2);
const shop = openShop();
const everyBearer: Authenticator = {
  async authenticate({ bearer = '' }) {
    return { ...anonymous, kind: 'organisation', id: bearer, organisationId: 'org-1', scopes: ['read'] };
  },
};

async function start(name: string, counters: RateLimits['counters'] | null): Promise<void> {
  const most = 1_000_000_000;
  const { url } = await startGateway({
    host: '127.0.0.1',
    port: 0,
    supergraphSdl: shop.supergraphSdl,
    callers: Object.fromEntries(
      subgraphUrls(shop.supergraphSdl).map((subgraph) => [
        subgraph.name,
        inProcessCaller(
          subgraph.name,
          shop.schemas[subgraph.name as keyof typeof shop.schemas],
          (call) => call,
        ),
      ]),
    ),
    authenticator: everyBearer,
    ...(counters && {
      rateLimits: {
        counters,
        readsPerHour: most,
        writesPerHour: most,
        costPerOperation: most,
        byAddress: true,
      },
    }),
  });
  process.stdout.write(`${name} at ${url}/graphql\n`);
}

await start('without', null);
await start('memory', new MemoryCounters());
if (redisUrl) {
  const counters = new RedisCounters(redisUrl);
  counters.open();
  while (!counters.connected) await sleep(20);
  await start('redis', counters);
}
