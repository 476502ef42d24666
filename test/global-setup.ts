import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { readLocation } from '../platform/db/embedded/place.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../platform/db/embedded-postgres.ts';
import { findMigrationSets, migrate } from '../platform/db/migrate.ts';
import { templateDatabase } from './database.ts';

interface Running {
  postgres: EmbeddedPostgres;
  dataDir: string;
}

let running: Running | undefined;

/** One PostgreSQL for the whole run, with a migrated database that each test file clones. */
export default async function setup(): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'skills-hub-test-'));
  await chmod(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, log: { info: () => undefined } });
  running = { postgres, dataDir };
  try {
    await createTemplate(postgres);
  } catch (error) {
    await teardown();
    throw error;
  }
  process.env.TEST_DATABASE_SERVER = postgres.url;
}

async function createTemplate(postgres: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`create database ${templateDatabase}`);
  await client.end();
  const template = new URL(postgres.url);
  template.pathname = templateDatabase;
  await migrate(template.href, await findMigrationSets());
}

export async function teardown(): Promise<void> {
  if (!running) return;
  await running.postgres.stop();
  const place = await readLocation(running.dataDir);
  if (place) await rm(place, { recursive: true });
  await rm(running.dataDir, { recursive: true });
}
