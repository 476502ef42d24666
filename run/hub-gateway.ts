import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { executors } from '../gateway/execution/executors.ts';
import { PrincipalTokens } from '../platform/auth/principal-token.ts';
import { readEnvironment } from '../platform/config.ts';
import { openOrm } from '../platform/db/orm.ts';
import { openPool } from '../platform/db/pool.ts';
import { EventLog } from '../platform/events/event-log.ts';
import type { WakeUps } from '../platform/events/wake-ups.ts';
import { HttpClient } from '../platform/http-client/http-client.ts';
import { projectRoot } from '../platform/project-root.ts';
import { ApiKeyAuthenticator } from '../subgraphs/identity/api-keys/authenticate.ts';
import { CallerAuthenticator } from '../subgraphs/identity/caller-authenticator.ts';
import { AccessTokenVerifier } from '../subgraphs/identity/oauth/access-tokens/access-token-verifier.ts';
import { identity } from '../subgraphs/identity/subgraph.ts';
import { gatewayParts } from './configuration.ts';
import { subgraphDefinitions, subgraphNames } from './definitions.ts';
import { startDistributedGateway } from './distributed-gateway.ts';
import type { Lifecycle } from './lifecycle.ts';
import { persistedOperations } from './persisted-operations.ts';
import { claimPort } from './ports.ts';
import { sharedRateLimits } from './rate-limits.ts';
import { openRequestLog } from './request-log.ts';
import { restInterface } from './rest-interface.ts';
import { openWakeUps } from './wake-ups.ts';
import type { Siblings } from './workers/siblings.ts';

/**
 * Serves the hub's graph over subgraphs in other processes. The keys and tokens of callers are checked
 * here, against the database; everything else of the data is the subgraphs'.
 *
 * @param siblings absent when no other process serves at this port
 * @returns where it listens
 * @throws ConfigError, StartError
 */
export async function startHubGateway(
  lifecycle: Lifecycle,
  environment: Readonly<Record<string, string | undefined>>,
  siblings?: Siblings,
): Promise<string> {
  const {
    listening,
    database,
    wakeUps,
    internal,
    publicAddress,
    proxies,
    rates,
    execution,
    addresses,
    frontends,
    browsers,
    help,
  } = readEnvironment(gatewayParts(subgraphNames), environment);
  const persisted = await persistedOperations(frontends, environment);
  const port = siblings?.port ?? (await claimPort('PORT', listening.HOST, listening.PORT));
  const waking = await openWakeUps(lifecycle, database.DATABASE_URL, wakeUps.REDIS_URL);
  const limiting = await sharedRateLimits(lifecycle, rates, wakeUps.REDIS_URL, siblings?.counters);
  const keys = await lifecycle.start(
    'keys of callers',
    () => openKeys(waking.databaseUrl, waking.wakeUps, publicAddress.PUBLIC_URL),
    (opened) => opened.close(),
  );
  const definitions = subgraphDefinitions({
    environment: {},
    publicUrl: publicAddress.PUBLIC_URL,
    http: new HttpClient(),
  });
  const requestLog = await openRequestLog(lifecycle, waking.databaseUrl);
  const gateway = await startDistributedGateway(lifecycle, {
    host: listening.HOST,
    port,
    supergraphSdl: await readFile(path.join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8'),
    subgraphs: definitions.map(({ name, routePrefixes = [] }) => ({
      name,
      baseUrl: addresses.get(name) ?? '',
      routePrefixes,
    })),
    tokens: new PrincipalTokens(internal.HUB_INTERNAL_KEY.toString('base64')),
    authenticator: keys.authenticator,
    persistedOperations: persisted,
    callingOrigins: browsers.CORS_ORIGINS,
    trustedProxies: proxies.TRUSTED_PROXIES,
    requestLog,
    executor: executors[execution.EXECUTOR],
    rest: await restInterface(publicAddress.PUBLIC_URL, help),
    rateLimits: limiting.rateLimits,
    ...(rates.OVERLOAD_PROTECTION === 'on' && { overload: { probe: keys.ping } }),
    readiness: {
      database: keys.ping,
      ...waking.readiness,
      ...limiting.readiness,
      ...siblings?.readiness,
    },
    ...(siblings && { metrics: siblings.metrics }),
  });
  return gateway.url;
}

async function openKeys(databaseUrl: string, wakeUps: WakeUps, publicUrl: string) {
  const pool = openPool(databaseUrl, 'gateway', 2);
  const events = new EventLog(pool, wakeUps);
  const orm = await openOrm({ url: databaseUrl, entities: identity.entities });
  const authenticator = new CallerAuthenticator(
    new ApiKeyAuthenticator(orm.em),
    new AccessTokenVerifier(orm.em, publicUrl),
  );
  authenticator.listen(events);
  await events.start();
  return {
    authenticator,
    ping: async () => void (await pool.query('select 1')),
    async close() {
      await events.close();
      await orm.close();
      await pool.end();
    },
  };
}
