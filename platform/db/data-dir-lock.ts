import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartError } from '../start-error.ts';

/** A DATA_DIR that this process alone may use until `release`. */
export interface DataDirLock {
  release(): void;
}

/** SQLite's code for a file that another connection has locked. */
const sqliteBusy = 5;

/** Locks that are held, which would be let go of if they were collected as garbage. */
const held = new Set<DatabaseSync>();

/**
 * Takes `dataDir` for this process. The lock is one of the operating system, held through SQLite
 * (Node has no file locks of its own): two hubs that start at the same moment cannot both get it, and a
 * killed hub loses it, whoever has its pid next.
 *
 * @throws Error that names the process which holds it.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  const pidFile = path.join(dataDir, 'hub.pid');
  const file = new DatabaseSync(path.join(dataDir, 'hub.lock'), { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error;
    throw new StartError(
      `Another hub (process ${holder(pidFile)}) is running on ${dataDir}. Stop it, or give this one a DATA_DIR of its own.`,
      { cause: error },
    );
  }
  writeFileSync(pidFile, String(process.pid));
  held.add(file);
  return {
    release() {
      held.delete(file);
      file.close();
    },
  };
}

function holder(pidFile: string): string {
  try {
    return readFileSync(pidFile, 'utf8');
  } catch {
    return 'unknown';
  }
}
