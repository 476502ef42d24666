import { randomBytes } from 'node:crypto';
import { mkdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { keptSecret } from '../secret-file.ts';
import { StartError } from '../start-error.ts';
import { chooseAccount } from './embedded/account.ts';
import { binariesFor } from './embedded/binaries.ts';
import { checkClusterVersion, createCluster, databaseUser } from './embedded/cluster.ts';
import { startKeptServer } from './embedded/kept-server.ts';
import { endLeftover } from './embedded/leftover.ts';
import { choosePlace, clearAbandonedPlaces, clusterIn, readLocation } from './embedded/place.ts';

export interface EmbeddedPostgres {
  /** Of the database `hub`, with its generated password. */
  url: string;
  /** Resolves when PostgreSQL was stopped; rejects with a StartError when it does not stay up. */
  exited: Promise<void>;
  /** Shuts PostgreSQL down and waits for its end. Connections that are open are closed by it. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Created when missing. The caller holds its lock (data-dir-lock.ts). */
  dataDir: string;
  /** 0 (the default) takes a free one. */
  port?: number;
  /** false: nothing is forced to disk. For tests, whose data nobody misses. */
  durable: boolean;
  /** Most connections at a time; 200 by default. */
  connections?: number;
  log: { info(message: string): void };
}

/**
 * Starts the PostgreSQL that npm brought, on data kept in `dataDir`, listening on 127.0.0.1 only. Works
 * as an ordinary user and as root (PostgreSQL then runs as another user, and its data lies where that
 * user can go). PostgreSQL ends with the hub, also when the hub is killed; one that is left behind
 * nevertheless is ended first, and one that ends by itself is started again.
 *
 * @throws Error with a message for the person who starts the hub.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32') {
    throw new StartError(
      'The embedded PostgreSQL needs Linux or macOS (on Windows: WSL). Or set DATABASE_URL.',
    );
  }
  // Others may pass through a DATA_DIR of root, since PostgreSQL runs as another user; files in it are 0600.
  await mkdir(options.dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const dataDir = await realpath(options.dataDir);
  for (const place of await clearAbandonedPlaces())
    options.log.info(`Removed the database of a hub that is gone: ${place}`);

  const account = await chooseAccount(clusterIn((await readLocation(dataDir)) ?? dataDir));
  const place = await choosePlace(dataDir, account);
  const cluster = clusterIn(place);
  const binaries = await binariesFor(account, place);
  const password = await keptSecret(dataDir, 'postgres-password', () =>
    randomBytes(24).toString('base64url'),
  );
  if (await stat(cluster).catch(() => null)) {
    await checkClusterVersion(cluster, binaries.version);
    if ((await endLeftover(cluster)) === 'ended') options.log.info('Ended the PostgreSQL of an earlier run.');
  } else {
    await createCluster({ binaries: binaries.root, cluster, account, password, durable: options.durable });
  }
  const server = await startKeptServer({
    binaries: binaries.root,
    cluster,
    account,
    logFile: path.join(dataDir, 'postgres.log'),
    durable: options.durable,
    port: options.port ?? 0,
    connections: options.connections ?? 200,
  });
  const origin = `postgres://${databaseUser}:${password}@127.0.0.1:${server.port}`;
  try {
    await createDatabase(`${origin}/postgres`, 'hub');
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url: `${origin}/hub`, exited: server.exited, stop: server.stop };
}

async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
