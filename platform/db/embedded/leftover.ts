import { execFile } from 'node:child_process';
import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StartError } from '../../start-error.ts';
import { systemErrorCode } from '../../system-error.ts';

/** No process has this id (Linux stops at 2^22, macOS at 99,999). */
const nobodysPid = 2 ** 31 - 2;
const fastShutdownMs = 20_000;
const immediateShutdownMs = 10_000;

/** The postmaster.pid of a cluster: who runs it, and whether it is ready. */
interface PidFile {
  pid: number;
  ready: boolean;
}

/** What the cluster's postmaster.pid says, or null when there is none or it is half written. */
export async function readPidFile(cluster: string): Promise<PidFile | null> {
  const text = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === nobodysPid) return null;
  return { pid, ready: lines[7]?.trim() === 'ready' };
}

/**
 * Makes way for a new server on `cluster`: a server that a killed hub left behind is shut down (fast,
 * then at once) and waited for, and a pid file that names a process which is something else is made to
 * name nobody, since PostgreSQL would take it for a running server. The rest of that file stays:
 * PostgreSQL finds by it whether backends of a killed server are still at work on the data.
 *
 * @throws when the server survives even an immediate shutdown.
 */
export async function endLeftover(cluster: string): Promise<'none' | 'ended'> {
  const file = await readPidFile(cluster);
  if (!file) return 'none';
  if (!(await isServerOf(file.pid, cluster))) {
    await disownPidFile(cluster);
    return 'none';
  }
  for (const [signal, patienceMs] of [
    ['SIGINT', fastShutdownMs],
    ['SIGQUIT', immediateShutdownMs],
  ] as const) {
    if (await signalAndWait(file.pid, signal, cluster, patienceMs)) {
      if (await readPidFile(cluster)) await disownPidFile(cluster);
      return 'ended';
    }
  }
  throw new StartError(`A PostgreSQL of an earlier run (process ${file.pid}) does not end; end it by hand.`);
}

async function signalAndWait(
  pid: number,
  signal: NodeJS.Signals,
  cluster: string,
  patienceMs: number,
): Promise<boolean> {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (systemErrorCode(error) === 'ESRCH') return true;
    throw error;
  }
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    if (!(await isServerOf(pid, cluster))) return true;
    await sleep(20);
  }
  return false;
}

/** Whether process `pid` is a PostgreSQL server on exactly this cluster: pids are used again. */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === 'linux') {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    const comm = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    return cwd !== null && comm.trim() === 'postgres' && cwd === (await realpath(cluster));
  }
  const command = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => null);
  return command?.stdout.includes(`postgres -D ${cluster} `) ?? false;
}

async function disownPidFile(cluster: string): Promise<void> {
  const file = path.join(cluster, 'postmaster.pid');
  const [, ...rest] = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, [nobodysPid, ...rest].join('\n'));
}
