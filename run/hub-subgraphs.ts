import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { keyRingVariable } from '../platform/config.ts';
import { Cipher } from '../platform/encryption/cipher.ts';
import { subgraphExecutors } from '../platform/federation/subgraph-executor.ts';
import { keptSecret } from '../platform/secret-file.ts';
import { subgraphDefinitions } from './definitions.ts';
import { type Environment, type HubSettings, type HubVariables, hasTestClient } from './hub-settings.ts';
import type { Lifecycle } from './lifecycle.ts';
import { openOutsideClient } from './outside-client.ts';
import { withStandIns } from './stand-ins.ts';
import { openSubgraphs, type Subgraphs } from './subgraphs.ts';
import { webhookTargets } from './webhook-targets.ts';

/** Opens all subgraphs in this process of an embedded hub. */
export async function openHubSubgraphs(
  lifecycle: Lifecycle,
  variables: HubVariables,
  environment: Environment,
  settings: HubSettings,
): Promise<Subgraphs> {
  const { data, payments, events, webhooks, execution } = variables;
  const { dataDir, databaseUrl, publicUrl, standIns, ownPorts } = settings;
  const full = standIns ? withStandIns(environment, standIns) : environment;
  const generated = () => keptSecret(dataDir, 'encryption-key', () => randomBytes(32).toString('base64'));
  const ring = data.HUB_ENCRYPTION_KEY ?? keyRingVariable.parse(await generated());
  const outside = await lifecycle.start(
    'outside systems',
    () => openOutsideClient(databaseUrl),
    (client) => client.close(),
  );
  return await lifecycle.start(
    'subgraphs',
    () =>
      openSubgraphs({
        databaseUrl,
        cipher: new Cipher(ring.keys, ring.current),
        executor: subgraphExecutors[execution.EXECUTOR],
        definitions: subgraphDefinitions({
          environment: { ...full, FILES_DIR: full.FILES_DIR || path.join(dataDir, 'files') },
          publicUrl,
          http: outside.http,
          sandbox: standIns && { environment: standIns, http: outside.sandboxHttp },
          checkPaymentsAfter: payments.PAYMENT_CHECK_INTERVALS,
          retentionDays: events.EVENT_RETENTION_DAYS,
          embedded: true,
          testClient: hasTestClient(variables),
          webhookTargets: webhookTargets(webhooks.WEBHOOK_ALLOW_PRIVATE, {
            publicUrl,
            databaseUrl,
            ports: ownPorts,
          }),
        }),
      }),
    (subgraphs) => subgraphs.close(),
  );
}
