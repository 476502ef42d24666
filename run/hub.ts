import { randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { executors } from '../gateway/execution/executors.ts';
import { startGateway } from '../gateway/server.ts';
import { integrationProblems } from '../integrations/configuration.ts';
import { keyRingVariable, readEnvironment } from '../platform/config.ts';
import { lockDataDir } from '../platform/db/data-dir-lock.ts';
import { startEmbeddedPostgres } from '../platform/db/embedded-postgres.ts';
import { findMigrationSets, migrate } from '../platform/db/migrate.ts';
import { Cipher } from '../platform/encryption/cipher.ts';
import type { PrivateTargets } from '../platform/http-client/guarded-agent.ts';
import { log } from '../platform/log.ts';
import { projectRoot } from '../platform/project-root.ts';
import { keptSecret } from '../platform/secret-file.ts';
import { startBackground } from './background.ts';
import { embeddedParts } from './configuration.ts';
import { identityOf, subgraphDefinitions } from './definitions.ts';
import { type Demo, demoFile } from './demo-file.ts';
import type { Lifecycle } from './lifecycle.ts';
import { openOutsideClient } from './outside-client.ts';
import { persistedOperations } from './persisted-operations.ts';
import { claimPort, localAddress } from './ports.ts';
import { rateLimits } from './rate-limits.ts';
import { openRequestLog } from './request-log.ts';
import { standInEnvironment, startStandIns, withStandIns } from './stand-ins.ts';
import { openSubgraphs } from './subgraphs.ts';
import { webhookTargets } from './webhook-targets.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a hub that runs is to be found. */
export interface Hub {
  url: string;
  /** null when the stand-ins are switched off. */
  sandboxUrl: string | null;
  dataDir: string;
  /** null over a database of the operator's own, which is not filled with demo data. */
  demo: Demo | null;
  /** Besides public addresses. */
  webhooksTo: PrivateTargets;
}

/**
 * Starts the whole hub in this process: PostgreSQL (unless DATABASE_URL names another), migrations, the
 * stand-ins of the outside systems, all subgraphs, the worker, and the gateway over them.
 *
 * @throws ConfigError, StartError
 */
export async function startHub(lifecycle: Lifecycle, environment: Environment): Promise<Hub> {
  const {
    server,
    sandbox,
    data,
    payments,
    events,
    requests,
    frontends,
    webhooks,
    proxies,
    rates,
    execution,
  } = readEnvironment(embeddedParts, environment, integrationProblems(environment));
  const persisted = await persistedOperations(frontends, environment);
  const port = await claimPort('PORT', server.HOST, server.PORT);
  const sandboxPort =
    sandbox.SANDBOX === 'on' ? await claimPort('SANDBOX_PORT', server.HOST, sandbox.SANDBOX_PORT) : null;
  const smtpPort = await claimPort('SANDBOX_SMTP_PORT', server.HOST, sandbox.SANDBOX_SMTP_PORT);
  const publicUrl = server.PUBLIC_URL ?? localAddress(server.HOST, port);

  await mkdir(data.DATA_DIR, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const dataDir = await realpath(data.DATA_DIR);
  await lifecycle.start(
    'lock',
    () => lockDataDir(dataDir),
    (lock) => lock.release(),
  );
  const databaseUrl = data.DATABASE_URL ?? (await startDatabase(lifecycle, dataDir));
  await lifecycle.start('migrations', async () => migrate(databaseUrl, await findMigrationSets()), nothing);

  const standIns =
    sandboxPort === null
      ? null
      : await serveStandIns(lifecycle, server.HOST, { port: sandboxPort, smtpPort }, dataDir);
  const full = standIns ? withStandIns(environment, standIns.configuration) : environment;

  const generated = () => keptSecret(dataDir, 'encryption-key', () => randomBytes(32).toString('base64'));
  const ring = data.HUB_ENCRYPTION_KEY ?? keyRingVariable.parse(await generated());
  const outside = await lifecycle.start(
    'outside systems',
    () => openOutsideClient(databaseUrl),
    (client) => client.close(),
  );
  const opened = await lifecycle.start(
    'subgraphs',
    () =>
      openSubgraphs({
        databaseUrl,
        cipher: new Cipher(ring.keys, ring.current),
        definitions: subgraphDefinitions({
          environment: { ...full, FILES_DIR: full.FILES_DIR || path.join(dataDir, 'files') },
          publicUrl,
          http: outside.http,
          sandbox: standIns && { environment: standIns.configuration, http: outside.sandboxHttp },
          checkPaymentsAfter: payments.PAYMENT_CHECK_INTERVALS,
          retentionDays: events.EVENT_RETENTION_DAYS,
          embedded: true,
          webhookTargets: webhookTargets(webhooks.WEBHOOK_ALLOW_PRIVATE, {
            publicUrl,
            databaseUrl,
            ports: [port, sandboxPort, smtpPort],
          }),
        }),
      }),
    (subgraphs) => subgraphs.close(),
  );
  await startBackground(lifecycle, databaseUrl, opened.subgraphs, {
    eventDays: events.EVENT_RETENTION_DAYS,
    requestDays: requests.REQUEST_LOG_DAYS,
  });
  const demo = data.DATABASE_URL
    ? null
    : await lifecycle.start('demo data', () => demoFile(dataDir, `${publicUrl}/graphql`, opened), nothing);

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
        trustedProxies: proxies.TRUSTED_PROXIES,
        rateLimits: rateLimits(rates),
        executor: executors[execution.EXECUTOR],
        routes: opened.subgraphs.map((subgraph) => subgraph.routes),
        persistedOperations: persisted,
        requestLog,
        ...(rates.OVERLOAD_PROTECTION === 'on' && {
          overload: { probe: () => opened.pool.query('select 1') },
        }),
        readiness: { database: async () => void (await opened.pool.query('select 1')) },
      }),
    (started) => started.close(),
  );
  return {
    url: localAddress(server.HOST, port),
    sandboxUrl: standIns?.url ?? null,
    dataDir,
    demo,
    webhooksTo: webhooks.WEBHOOK_ALLOW_PRIVATE,
  };
}

/** Closes a step that left nothing open. */
function nothing(): void {}

async function startDatabase(lifecycle: Lifecycle, dataDir: string): Promise<string> {
  const postgres = await lifecycle.start(
    'PostgreSQL',
    () => startEmbeddedPostgres({ dataDir, durable: true, log }),
    (started) => started.stop(),
  );
  // Nobody catches a failure here: the hub ends, and says why.
  void postgres.exited.then(() => log.debug('PostgreSQL was stopped'));
  return postgres.url;
}

async function serveStandIns(
  lifecycle: Lifecycle,
  host: string,
  ports: { port: number; smtpPort: number },
  dataDir: string,
) {
  const smtpUrl = localAddress(host, ports.smtpPort).replace(/^http/, 'smtp');
  const configuration = await standInEnvironment(dataDir, localAddress(host, ports.port), smtpUrl);
  const { url } = await lifecycle.start(
    'stand-ins',
    () => startStandIns(configuration, { host, ...ports }),
    (started) => started.app.close(),
  );
  return { url, configuration };
}
