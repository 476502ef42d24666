import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** Cores by number: what is measured runs on the one, and who measures on the other. */
const measuredCore = 0;
const loadCore = 1;

const pinned = cpus().length > 1 && spawnSync('taskset', ['--version']).error === undefined;

/** The command that starts `command` on the core of what is measured. Children that it starts stay there. */
export function onMeasuredCore(command: readonly string[]): string[] {
  return pinned ? ['taskset', '-c', String(measuredCore), ...command] : [...command];
}

/** Moves this process with all its threads to the core of the load generator. */
export function moveToLoadCore(): void {
  if (pinned) spawnSync('taskset', ['-a', '-p', '-c', String(loadCore), String(process.pid)]);
}

/** What the figures were taken on, in one line of text. */
export function describeMachine(): string {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  const where = pinned
    ? `measured on core ${measuredCore}, load from core ${loadCore}`
    : 'cores not pinned, since taskset or a second core is missing';
  return [
    cpus()[0]?.model.trim() ?? 'unknown processor',
    `${cpus().length} cores`,
    `${gibibytes} GiB`,
    `${process.platform} ${process.arch}`,
    `Node ${process.versions.node}`,
    where,
    new Date().toISOString().slice(0, 10),
  ].join(', ');
}

/** Resident memory of a process in bytes, without its children. */
export function residentBytes(pid: number): number {
  if (process.platform === 'linux') {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024;
  }
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout.trim()) * 1024;
}

/** Linux counts processor time in these, whatever the machine. */
const tickMs = 10;

/** Processor time that processes have taken so far, in milliseconds; NaN where the system has no /proc. */
export function processorMs(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + processorMsOf(pid), 0);
}

/** The same, with that of all processes that they have started, also of those that have ended since. */
export function processorMsOfTrees(pids: readonly number[]): number {
  if (process.platform !== 'linux') return Number.NaN;
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), Number(fieldsOf(Number(name))[1]));
  }
  const isWithin = (pid: number): boolean => pids.includes(pid) || isWithinParent(parents.get(pid));
  const isWithinParent = (pid: number | undefined) => pid !== undefined && pid > 1 && isWithin(pid);
  return [...parents.keys()].filter(isWithin).reduce((sum, pid) => sum + processorMsOf(pid, true), 0);
}

/** @param withEnded whether that of its children counts that have ended */
function processorMsOf(pid: number, withEnded = false): number {
  if (process.platform !== 'linux') return Number.NaN;
  const times = fieldsOf(pid)
    .slice(11, withEnded ? 15 : 13)
    .map(Number);
  return times.reduce((sum, time) => sum + time, 0) * tickMs;
}

/** proc(5), of the fields behind the name, which ends with the last parenthesis: utime is the 12th, stime the 13th, those of children that have ended the 14th and 15th. None of a process that is gone. */
function fieldsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(/.*\) /s)[1]?.split(' ') ?? [];
  } catch {
    return [];
  }
}
