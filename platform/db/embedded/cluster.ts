import { spawn } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from '../../start-error.ts';
import { type Account, runAs } from './account.ts';

/** The role that owns everything in an embedded PostgreSQL. */
export const databaseUser = 'hub';

/**
 * Creates the cluster with initdb. It is made beside its final place and moved there when whole, so
 * that a first start which is killed leaves nothing that looks like a database.
 */
export async function createCluster(options: {
  binaries: string;
  cluster: string;
  account: Account | null;
  password: string;
  durable: boolean;
}): Promise<void> {
  const { account, cluster } = options;
  const unfinished = `${cluster}.new`;
  const passwordFile = `${cluster}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  if (account) {
    await chown(unfinished, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  try {
    await runInitdb(path.join(options.binaries, 'bin', 'initdb'), account, [
      `--pgdata=${unfinished}`,
      `--username=${databaseUser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Compares byte by byte like C, and knows the letters of all languages in lower() and ILIKE.
      '--locale-provider=builtin',
      '--locale=C',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(options.durable ? [] : ['--no-sync']),
    ]);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, cluster);
}

async function runInitdb(initdb: string, account: Account | null, args: string[]): Promise<void> {
  const child = spawn(initdb, args, { ...runAs(account), cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new StartError(`PostgreSQL's initdb failed:\n${output.trim()}`);
}

/** @throws when the cluster was made by another major version of PostgreSQL than `version`. */
export async function checkClusterVersion(cluster: string, version: string): Promise<void> {
  const made = (await readFile(path.join(cluster, 'PG_VERSION'), 'utf8')).trim();
  const have = version.split('.')[0];
  if (made !== have) {
    throw new StartError(
      `The database in ${cluster} was made by PostgreSQL ${made}, and this hub brings PostgreSQL ${have}. ` +
        'Move its data with pg_dump, or set DATA_DIR to a new folder.',
    );
  }
}
