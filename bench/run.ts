import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { moveToLoadCore } from './machine.ts';
import { installPeers } from './peers.ts';
import { Processes } from './processes.ts';

/**
 * Runs a measurement on the load generator's core, in a temporary folder, and ends whatever it started and removes the
 * folder afterwards, also when it fails, is interrupted or takes too long.
 */
export async function measured(
  patienceMinutes: number,
  work: (processes: Processes, folder: string) => Promise<void>,
): Promise<void> {
  await installPeers();
  moveToLoadCore();
  const folder = await mkdtemp(path.join(tmpdir(), 'hub-bench-'));
  await chmod(folder, 0o711);
  const processes = new Processes(folder);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= processes.stop().then(() => rm(folder, { recursive: true }));
    return stopping;
  };
  const giveUp = () => void stop().then(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, giveUp);
  const watchdog = setTimeout(() => {
    console.error(`The bench was given up after ${patienceMinutes} minutes.`);
    giveUp();
  }, patienceMinutes * 60_000);
  try {
    await work(processes, folder);
  } finally {
    clearTimeout(watchdog);
    await stop();
  }
}
