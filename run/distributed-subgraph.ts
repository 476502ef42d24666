import { integrationProblems } from '../integrations/configuration.ts';
import { PrincipalTokens } from '../platform/auth/principal-token.ts';
import { readEnvironment } from '../platform/config.ts';
import { Cipher } from '../platform/encryption/cipher.ts';
import { httpCaller } from '../platform/federation/http-caller.ts';
import { subgraphExecutors } from '../platform/federation/subgraph-executor.ts';
import { serveSubgraph } from '../platform/federation/subgraph-server.ts';
import { StartError } from '../platform/start-error.ts';
import { subgraphParts } from './configuration.ts';
import { subgraphDefinitions, subgraphNames } from './definitions.ts';
import type { Lifecycle } from './lifecycle.ts';
import { openOutsideClient } from './outside-client.ts';
import { startService } from './service.ts';
import { sandboxEnvironment } from './stand-ins.ts';
import { openSubgraphs } from './subgraphs.ts';
import { openWakeUps, redisPort } from './wake-ups.ts';
import { webhookTargets } from './webhook-targets.ts';

/**
 * Serves one subgraph, and its own HTTP routes, to the gateway of another process.
 *
 * @returns where it listens
 * @throws ConfigError, StartError
 */
export async function startSubgraphService(
  lifecycle: Lifecycle,
  name: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  if (!name || !subgraphNames.includes(name)) {
    throw new StartError(`Name the subgraph to serve: one of ${subgraphNames.join(', ')}.`);
  }
  const neighbours = subgraphNames.filter((other) => other !== name);
  const {
    listening,
    database,
    wakeUps,
    internal,
    encryption,
    publicAddress,
    payments,
    execution,
    webhooks,
    sandbox,
    addresses,
  } = readEnvironment(subgraphParts(neighbours), environment, integrationProblems(environment));
  const waking = await openWakeUps(lifecycle, database.DATABASE_URL, wakeUps.REDIS_URL);
  const tokens = new PrincipalTokens(internal.HUB_INTERNAL_KEY.toString('base64'));
  const remote = await lifecycle.start(
    'neighbours',
    () =>
      Object.fromEntries(
        [...addresses].map(([other, url]) => [
          other,
          httpCaller({ name: other, url: `${url}/graphql`, tokens, batches: true }),
        ]),
      ),
    async (callers) => {
      await Promise.all(Object.values(callers).map((caller) => caller.close()));
    },
  );
  const outside = await lifecycle.start(
    'outside systems',
    () => openOutsideClient(database.DATABASE_URL),
    (client) => client.close(),
  );
  const standIns = sandboxEnvironment(sandbox);
  const ring = encryption.HUB_ENCRYPTION_KEY;
  const opened = await lifecycle.start(
    'subgraph',
    () =>
      openSubgraphs({
        databaseUrl: waking.databaseUrl,
        wakeUps: waking.wakeUps,
        cipher: new Cipher(ring.keys, ring.current),
        executor: subgraphExecutors[execution.EXECUTOR],
        remote,
        definitions: subgraphDefinitions({
          environment,
          publicUrl: publicAddress.PUBLIC_URL,
          http: outside.http,
          sandbox: standIns && { environment: standIns, http: outside.sandboxHttp },
          checkPaymentsAfter: payments.PAYMENT_CHECK_INTERVALS,
          webhookTargets: webhookTargets(webhooks.WEBHOOK_ALLOW_PRIVATE, {
            publicUrl: publicAddress.PUBLIC_URL,
            databaseUrl: database.DATABASE_URL,
            ports: [listening.PORT, redisPort(wakeUps.REDIS_URL)],
          }),
        }).filter((definition) => definition.name === name),
      }),
    (subgraphs) => subgraphs.close(),
  );
  const readiness = {
    database: async () => void (await opened.pool.query('select 1')),
    ...waking.readiness,
  };
  return startService(lifecycle, listening, readiness, async (app) => {
    for (const subgraph of opened.subgraphs) {
      serveSubgraph(app, { caller: subgraph.caller, tokens });
      await app.register(async (scope) => subgraph.routes(scope));
    }
  });
}
