import { integrationProblems } from '../integrations/configuration.ts';
import { readEnvironment } from '../platform/config.ts';
import { Cipher } from '../platform/encryption/cipher.ts';
import { subgraphExecutors } from '../platform/federation/subgraph-executor.ts';
import { startBackground } from './background.ts';
import { workerParts } from './configuration.ts';
import { subgraphDefinitions } from './definitions.ts';
import type { Lifecycle } from './lifecycle.ts';
import { openOutsideClient } from './outside-client.ts';
import { startService } from './service.ts';
import { sandboxEnvironment } from './stand-ins.ts';
import { openSubgraphs } from './subgraphs.ts';
import { openWakeUps, redisPort } from './wake-ups.ts';
import { webhookTargets } from './webhook-targets.ts';

/**
 * Runs the jobs of every subgraph and the sequencer of the event log. Any number of these may run.
 *
 * @returns where its health is served
 * @throws ConfigError, StartError
 */
export async function startWorkerService(
  lifecycle: Lifecycle,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const {
    listening,
    database,
    wakeUps,
    encryption,
    publicAddress,
    payments,
    execution,
    events,
    requests,
    webhooks,
    sandbox,
  } = readEnvironment(workerParts, environment, integrationProblems(environment));
  const waking = await openWakeUps(lifecycle, database.DATABASE_URL, wakeUps.REDIS_URL);
  const outside = await lifecycle.start(
    'outside systems',
    () => openOutsideClient(database.DATABASE_URL),
    (client) => client.close(),
  );
  const standIns = sandboxEnvironment(sandbox);
  const ring = encryption.HUB_ENCRYPTION_KEY;
  const opened = await lifecycle.start(
    'subgraphs',
    () =>
      openSubgraphs({
        databaseUrl: waking.databaseUrl,
        wakeUps: waking.wakeUps,
        cipher: new Cipher(ring.keys, ring.current),
        executor: subgraphExecutors[execution.EXECUTOR],
        definitions: subgraphDefinitions({
          environment,
          publicUrl: publicAddress.PUBLIC_URL,
          http: outside.http,
          sandbox: standIns && { environment: standIns, http: outside.sandboxHttp },
          checkPaymentsAfter: payments.PAYMENT_CHECK_INTERVALS,
          retentionDays: events.EVENT_RETENTION_DAYS,
          webhookTargets: webhookTargets(webhooks.WEBHOOK_ALLOW_PRIVATE, {
            publicUrl: publicAddress.PUBLIC_URL,
            databaseUrl: database.DATABASE_URL,
            ports: [listening.PORT, redisPort(wakeUps.REDIS_URL)],
          }),
        }),
      }),
    (subgraphs) => subgraphs.close(),
  );
  await startBackground(
    lifecycle,
    waking.databaseUrl,
    opened.subgraphs,
    { eventDays: events.EVENT_RETENTION_DAYS, requestDays: requests.REQUEST_LOG_DAYS },
    waking.wakeUps,
  );
  return startService(lifecycle, listening, {
    database: async () => void (await opened.pool.query('select 1')),
    ...waking.readiness,
  });
}
