import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StartError } from '../../start-error.ts';
import { systemErrorCode } from '../../system-error.ts';
import { type Account, succeedsAs } from './account.ts';

/** In DATA_DIR: names the folder that holds the cluster when that is not DATA_DIR itself. */
const locationFile = 'postgres-location';
/** In such a folder: names the DATA_DIR that it belongs to. */
const ownerFile = 'data-dir';
/** In such a folder: as old as it is known that the DATA_DIR is away. */
const missingFile = 'data-dir-missing';
const systemFolder = '/var/lib/skills-hub';
const temporaryPrefix = 'skills-hub-postgres-';
/** A DATA_DIR that is away may have been moved, or be on a disk that is not mounted right now. */
const refusals: unknown[] = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'];
const abandonedAfterMs = 24 * 60 * 60 * 1000;

/** The cluster's own folder inside a place. */
export function clusterIn(place: string): string {
  return path.join(place, 'postgres');
}

/**
 * The folder in which `account` keeps its cluster and, if need be, copies of the binaries: DATA_DIR,
 * or, when the account cannot enter that, a folder of its own that DATA_DIR names from then on.
 *
 * @throws when DATA_DIR is a copy of another one whose database is kept elsewhere, or when an existing
 *   cluster in DATA_DIR can no longer be entered.
 */
export async function choosePlace(dataDir: string, account: Account | null): Promise<string> {
  const known = await readLocation(dataDir);
  if (known) return takeOver(dataDir, known);
  if (account === null || (await succeedsAs(account, 'cd "$1"', dataDir))) return dataDir;
  if (await exists(clusterIn(dataDir))) {
    throw new StartError(
      `The database in ${dataDir} belongs to the user ${account.name}, who can no longer enter that folder. ` +
        `Give the folders above it the mode o+x again (for each: chmod o+x FOLDER).`,
    );
  }
  const place = await createPlace(account);
  await writeFile(path.join(place, ownerFile), dataDir);
  await writeFile(path.join(dataDir, locationFile), place);
  return place;
}

/** The place that DATA_DIR names, if it names one that is still there. */
export async function readLocation(dataDir: string): Promise<string | null> {
  const place = await readFile(path.join(dataDir, locationFile), 'utf8').catch(() => null);
  return place !== null && (await exists(path.join(place, ownerFile))) ? place : null;
}

async function takeOver(dataDir: string, place: string): Promise<string> {
  const owner = await readFile(path.join(place, ownerFile), 'utf8');
  if (owner !== dataDir && (await readLocation(owner)) === place) {
    throw new StartError(
      `${dataDir} is a copy of ${owner}, and the database of that one lies in ${place}, where it was not copied. ` +
        `Remove ${path.join(dataDir, locationFile)} and ${path.join(dataDir, 'demo.json')} to begin with an empty database.`,
    );
  }
  await writeFile(path.join(place, ownerFile), dataDir);
  return place;
}

async function createPlace(account: Account): Promise<string> {
  try {
    await mkdir(systemFolder, { recursive: true, mode: 0o755 });
    const place = path.join(systemFolder, randomBytes(8).toString('hex'));
    await mkdir(place);
    await chmod(place, 0o711);
    if (await succeedsAs(account, 'cd "$1"', place)) return place;
    await rm(place, { recursive: true });
  } catch (error) {
    if (!refusals.includes(systemErrorCode(error))) throw error;
  }
  const place = await mkdtemp(path.join(tmpdir(), temporaryPrefix));
  await chmod(place, 0o711);
  if (await succeedsAs(account, 'cd "$1"', place)) return place;
  await rm(place, { recursive: true });
  throw new StartError(
    `The user ${account.name}, as whom PostgreSQL runs, can enter neither ${systemFolder} nor ${tmpdir()}.`,
  );
}

/**
 * Removes the folders of hubs whose DATA_DIR was found missing a day ago and is missing still.
 * Returns what was removed.
 */
export async function clearAbandonedPlaces(): Promise<string[]> {
  if (process.getuid?.() !== 0) return [];
  const removed: string[] = [];
  for (const place of await listPlaces()) {
    const marker = await stat(path.join(place, ownerFile)).catch(() => null);
    if (marker?.uid !== 0) continue;
    const owner = await readFile(path.join(place, ownerFile), 'utf8');
    const missing = path.join(place, missingFile);
    const missingSince = await stat(missing).catch(() => null);
    if ((await readLocation(owner)) === place) await rm(missing, { force: true });
    else if (!missingSince) await writeFile(missing, '');
    else if (Date.now() - missingSince.mtimeMs > abandonedAfterMs) {
      await rm(place, { recursive: true });
      removed.push(place);
    }
  }
  return removed;
}

async function listPlaces(): Promise<string[]> {
  const system = await readdir(systemFolder).catch(() => []);
  const temporary = await readdir(tmpdir());
  return [
    ...system.map((name) => path.join(systemFolder, name)),
    ...temporary.filter((name) => name.startsWith(temporaryPrefix)).map((name) => path.join(tmpdir(), name)),
  ];
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null)) !== null;
}
