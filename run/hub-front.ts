import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { executors } from '../gateway/execution/executors.ts';
import { startGateway } from '../gateway/server.ts';
import { projectRoot } from '../platform/project-root.ts';
import { identityOf } from './definitions.ts';
import type { Environment, HubSettings, HubVariables } from './hub-settings.ts';
import type { Lifecycle } from './lifecycle.ts';
import { persistedOperations } from './persisted-operations.ts';
import { rateLimits } from './rate-limits.ts';
import { openRequestLog } from './request-log.ts';
import { restInterface } from './rest-interface.ts';
import type { Subgraphs } from './subgraphs.ts';
import type { Siblings } from './workers/siblings.ts';

/**
 * Serves an embedded hub from this process: the gateway over the subgraphs in it.
 *
 * @param siblings absent when no other process serves
 */
export async function serveHub(
  lifecycle: Lifecycle,
  { server, browsers, frontends, proxies, rates, execution, help }: HubVariables,
  environment: Environment,
  { port, publicUrl, databaseUrl, docsClientId }: HubSettings,
  opened: Subgraphs,
  siblings?: Siblings,
): Promise<void> {
  const persisted = await persistedOperations(frontends, environment);
  const requestLog = await openRequestLog(lifecycle, databaseUrl);
  await lifecycle.start(
    'gateway',
    async () =>
      startGateway({
        host: server.HOST,
        port,
        supergraphSdl: await readFile(path.join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8'),
        callers: opened.callers,
        authenticator: identityOf(opened.subgraphs).authenticator,
        callingOrigins: browsers.CORS_ORIGINS,
        trustedProxies: proxies.TRUSTED_PROXIES,
        rateLimits: rateLimits(rates, siblings?.counters),
        executor: executors[execution.EXECUTOR],
        rest: await restInterface(publicUrl, {
          ...help,
          DOCS_OAUTH_CLIENT_ID: help.DOCS_OAUTH_CLIENT_ID ?? docsClientId ?? undefined,
        }),
        routes: opened.subgraphs.map((subgraph) => subgraph.routes),
        persistedOperations: persisted,
        requestLog,
        ...(rates.OVERLOAD_PROTECTION === 'on' && {
          overload: { probe: () => opened.pool.query('select 1') },
        }),
        readiness: {
          database: async () => void (await opened.pool.query('select 1')),
          ...siblings?.readiness,
        },
        ...(siblings && { metrics: siblings.metrics }),
      }),
    (started) => started.close(),
  );
}
