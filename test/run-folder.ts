import { chmod, mkdir, mkdtemp, readdir, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readPidFile } from '../platform/db/embedded/leftover.ts';
import { clusterIn } from '../platform/db/embedded/place.ts';

const prefix = 'skills-hub-test-';
const memory = '/dev/shm';
const gibibyte = 2 ** 30;
/** A run takes less than one; what else runs needs some, too. */
const roomInMemory = 4 * gibibyte;
const memoryForAll = 8 * gibibyte;
/** A run has started its PostgreSQL long before. */
const abandonedAfterMs = 600_000;

/**
 * A folder for the databases of one run, which others may pass through: in memory where there is plenty,
 * since each test file clones a database of eight hundred files, which costs a disk ten times as much.
 */
export async function makeRunFolder(): Promise<string> {
  const parent = (await isRoomy()) ? memory : tmpdir();
  if (parent === memory) await clearAbandoned();
  const folder = await mkdtemp(path.join(parent, prefix));
  await chmod(folder, 0o711);
  return folder;
}

/** Makes `tmpdir()` of the tests, in which they keep the data of hubs that they start, a part of `folder`. */
export async function keepTemporaryIn(folder: string): Promise<void> {
  const temporary = path.join(folder, 'tmp');
  await mkdir(temporary);
  await chmod(temporary, 0o711);
  process.env.TMPDIR = temporary;
}

async function isRoomy(): Promise<boolean> {
  const found = await statfs(memory).catch(() => null);
  return (
    found !== null && found.bavail * found.bsize >= roomInMemory && process.availableMemory() >= memoryForAll
  );
}

/** Removes from memory what runs left there that were killed; their PostgreSQL has ended by itself. */
async function clearAbandoned(): Promise<void> {
  for (const name of await readdir(memory)) {
    const folder = path.join(memory, name);
    if (!name.startsWith(prefix) || (await readPidFile(clusterIn(folder)))) continue;
    const made = await stat(folder).catch(() => null);
    if (made?.uid === process.getuid?.() && made && Date.now() - made.mtimeMs > abandonedAfterMs)
      await rm(folder, { recursive: true, force: true });
  }
}
