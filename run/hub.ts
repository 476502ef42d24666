import { mkdir, realpath } from 'node:fs/promises';
import { lockDataDir } from '../platform/db/data-dir-lock.ts';
import { startEmbeddedPostgres } from '../platform/db/embedded-postgres.ts';
import { findMigrationSets, migrate } from '../platform/db/migrate.ts';
import type { PrivateTargets } from '../platform/http-client/guarded-agent.ts';
import { log } from '../platform/log.ts';
import { startBackground } from './background.ts';
import { type Demo, demoFile } from './demo-file.ts';
import { serveHub } from './hub-front.ts';
import { type Environment, type HubSettings, hasTestClient, readHubVariables } from './hub-settings.ts';
import { openHubSubgraphs } from './hub-subgraphs.ts';
import type { Lifecycle } from './lifecycle.ts';
import { persistedOperations } from './persisted-operations.ts';
import { claimPort, localAddress } from './ports.ts';
import { seedTestClient } from './seed-test-client.ts';
import { standInEnvironment, startStandIns } from './stand-ins.ts';
import { startWorkers } from './workers/primary.ts';

/** More than its subgraphs, jobs and listeners ever hold at a time. */
const connectionsOfProcess = 100;
/** For what PostgreSQL reserves, and for somebody who looks. */
const connectionsBesides = 100;

/** Where a hub that runs is to be found. */
export interface Hub {
  url: string;
  /** null when the stand-ins are switched off. */
  sandboxUrl: string | null;
  dataDir: string;
  /** null over a database of the operator's own, which is not filled with demo data. */
  demo: Demo | null;
  /** Whether `test_key` and `test_secret` are of use. */
  testClient: boolean;
  /** Besides public addresses. */
  webhooksTo: PrivateTargets;
}

/**
 * Starts the whole hub in this process: PostgreSQL (unless DATABASE_URL names another), migrations, the
 * stand-ins of the outside systems, all subgraphs, the worker, and the gateway over them. With WORKERS the
 * gateway is in that many processes more, each over subgraphs of its own.
 *
 * @throws ConfigError, StartError
 */
export async function startHub(lifecycle: Lifecycle, environment: Environment): Promise<Hub> {
  const variables = readHubVariables(environment);
  const { server, sandbox, data, events, requests, frontends, webhooks } = variables;
  const { WORKERS } = variables.workers;
  // What is wrong with it is better found out before anything is started.
  await persistedOperations(frontends, environment);
  const port = await claimPort('PORT', server.HOST, server.PORT);
  const sandboxPort =
    sandbox.SANDBOX === 'on' ? await claimPort('SANDBOX_PORT', server.HOST, sandbox.SANDBOX_PORT) : null;
  const smtpPort = await claimPort('SANDBOX_SMTP_PORT', server.HOST, sandbox.SANDBOX_SMTP_PORT);

  await mkdir(data.DATA_DIR, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const dataDir = await realpath(data.DATA_DIR);
  await lifecycle.start(
    'lock',
    () => lockDataDir(dataDir),
    (lock) => lock.release(),
  );
  const processes = WORKERS === 1 ? 1 : 1 + WORKERS;
  const databaseUrl = data.DATABASE_URL ?? (await startDatabase(lifecycle, dataDir, processes));
  await lifecycle.start('migrations', async () => migrate(databaseUrl, await findMigrationSets()), nothing);

  const standIns =
    sandboxPort === null
      ? null
      : await serveStandIns(lifecycle, server.HOST, { port: sandboxPort, smtpPort }, dataDir);
  const settings: HubSettings = {
    port,
    publicUrl: server.PUBLIC_URL ?? localAddress(server.HOST, port),
    databaseUrl,
    dataDir,
    standIns: standIns?.configuration ?? null,
    docsClientId: null,
    ownPorts: [port, sandboxPort, smtpPort],
  };
  const opened = await openHubSubgraphs(lifecycle, variables, environment, settings);
  await startBackground(lifecycle, databaseUrl, opened.subgraphs, {
    eventDays: events.EVENT_RETENTION_DAYS,
    requestDays: requests.REQUEST_LOG_DAYS,
  });
  const testClient = hasTestClient(variables);
  const demo = data.DATABASE_URL
    ? null
    : await lifecycle.start(
        'demo data',
        async () => {
          if (testClient) await seedTestClient(opened);
          return await demoFile(dataDir, `${settings.publicUrl}/graphql`, opened);
        },
        nothing,
      );
  settings.docsClientId = demo?.docsClientId ?? null;
  if (WORKERS === 1) await serveHub(lifecycle, variables, environment, settings, opened);
  else await startWorkers(lifecycle, { count: WORKERS, program: 'all-worker', settings });
  return {
    url: localAddress(server.HOST, port),
    sandboxUrl: standIns?.url ?? null,
    dataDir,
    demo,
    testClient,
    webhooksTo: webhooks.WEBHOOK_ALLOW_PRIVATE,
  };
}

/** Closes a step that left nothing open. */
function nothing(): void {}

async function startDatabase(lifecycle: Lifecycle, dataDir: string, processes: number): Promise<string> {
  const connections = connectionsBesides + processes * connectionsOfProcess;
  const postgres = await lifecycle.start(
    'PostgreSQL',
    () => startEmbeddedPostgres({ dataDir, durable: true, connections, log }),
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
