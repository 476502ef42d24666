import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { readLocation } from '../platform/db/embedded/place.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../platform/db/embedded-postgres.ts';
import { findMigrationSets, migrate } from '../platform/db/migrate.ts';
import { projectRoot } from '../platform/project-root.ts';
import { templateDatabase } from './database.ts';
import { keepTemporaryIn, makeRunFolder } from './run-folder.ts';

interface Running {
  postgres: EmbeddedPostgres;
  dataDir: string;
}

let running: Running | undefined;

/**
 * What a whole run shares: the hub built into dist/ for tests that start it as a process (`npm run
 * check` looks at the types), and one PostgreSQL with a migrated database that each test file clones.
 */
export default async function setup(): Promise<void> {
  const tsc = path.join(projectRoot, 'node_modules', '.bin', 'tsc');
  execFileSync(tsc, ['-p', 'tsconfig.build.json', '--noCheck'], { cwd: projectRoot, stdio: 'inherit' });
  const dataDir = await makeRunFolder();
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, log: { info: () => undefined } });
  running = { postgres, dataDir };
  try {
    await createTemplate(postgres);
  } catch (error) {
    await teardown();
    throw error;
  }
  await keepTemporaryIn(dataDir);
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
  // What a test has left running may still be writing.
  await rm(running.dataDir, { recursive: true, force: true, maxRetries: 10 });
}
