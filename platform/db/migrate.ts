import { glob } from 'node:fs/promises';
import path from 'node:path';
import { Logger, runMigrations } from 'graphile-worker';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { log } from '../log.ts';
import { projectRoot } from '../project-root.ts';
import { StartError } from '../start-error.ts';

/** One folder of SQL migrations. Which of them have run is kept in the table `migrations."<name>"`. */
export interface MigrationSet {
  name: string;
  /** Absolute; holds files `NNNN_name.sql`, each with a section `-- Up Migration`. */
  dir: string;
}

/** Any number, as long as every hub takes the same. */
const lockKey = 4_815_162_342;

/**
 * The migrations of the project: those of `platform/db`, of the other `platform/<part>/migrations`, then of
 * `subgraphs/<name>/migrations`, each named after its folder.
 */
export async function findMigrationSets(): Promise<MigrationSet[]> {
  const sets: MigrationSet[] = [];
  for (const layer of ['platform', 'subgraphs']) {
    for await (const dir of glob(`${layer}/*/migrations`, { cwd: projectRoot })) {
      sets.push({ name: path.basename(path.dirname(dir)), dir: path.join(projectRoot, dir) });
    }
  }
  // The folder of `platform` sorts before that of `subgraphs`; what all others use comes before both.
  const place = ({ name, dir }: MigrationSet) => (name === 'db' ? '' : dir);
  sets.sort((one, other) => (place(one) < place(other) ? -1 : 1));
  return sets;
}

/**
 * Brings the database up to date: graphile-worker's schema, then each set in the order given. A
 * migration that fails rolls its set back. Any number of processes may call this at the same moment:
 * one works, the others wait for it and find nothing left to do.
 *
 * @throws StartError when a person has to do something first
 */
export async function migrate(databaseUrl: string, sets: readonly MigrationSet[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await runMigrations({ connectionString: databaseUrl, logger: new Logger(() => () => undefined) });
    await client.query('create schema if not exists migrations');
    for (const set of sets) {
      const done = await runner({
        dbClient: client,
        dir: set.dir,
        direction: 'up',
        migrationsSchema: 'migrations',
        migrationsTable: set.name,
        singleTransaction: true,
        noLock: true,
        logger: {
          debug: quiet,
          info: quiet,
          warn: (message) => log.warn(message),
          error: (message) => log.error(message),
        },
      }).catch(sayWhatIsWrong);
      for (const { name } of done) log.info({ set: set.name, migration: name }, 'migrated');
    }
  } finally {
    await client.end();
  }
}

/** What a migration itself says (RAISE EXCEPTION) is for the person who starts the hub. */
function sayWhatIsWrong(error: Error & { code?: string }): never {
  throw error.code === 'P0001' ? new StartError(error.message, { cause: error }) : error;
}

function quiet(): void {}
