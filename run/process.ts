import { setFlagsFromString } from 'node:v8';
import type { Lifecycle } from './lifecycle.ts';

const neededNode = 24;
/** Both npm and the terminal pass a Ctrl-C on: what comes this soon after the first signal is the same. */
const sameSignalMs = 500;
/** Closing takes as long as the slowest request in flight; what takes longer hangs. */
const closeTimeoutMs = 30_000;

/**
 * Runs one of the hub's processes: `main` starts its parts. SIGINT, SIGTERM and SIGHUP close them in
 * reverse and exit with 0, a second signal exits at once, and an error that nobody caught closes them
 * and exits with 1, as does an error of `main`, which may also call `end`: like a first signal.
 *
 * `main` is to import what it runs: this file needs nothing of the project, so that it can tell the
 * user of an old Node what is wrong before anything newer is loaded.
 */
export async function runProcess(
  main: (lifecycle: Lifecycle, end: () => void) => Promise<void>,
): Promise<void> {
  checkNode();
  collectWhenNeeded();
  const { Lifecycle, StartInterrupted } = await import('./lifecycle.ts');
  const { log } = await import('../platform/log.ts');
  const lifecycle = new Lifecycle();
  let ending: { since: number } | undefined;

  const end = async (exitCode: number) => {
    ending = { since: Date.now() };
    setTimeout(() => {
      log.fatal('closing took too long');
      process.exit(1);
    }, closeTimeoutMs).unref();
    await lifecycle.close();
    process.exit(exitCode);
  };

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending && Date.now() - ending.since < sameSignalMs) return;
      if (ending) process.exit(1);
      log.info({ signal }, 'ending');
      void end(0);
    });
  }
  process.on('uncaughtException', (error, origin) => {
    log.fatal({ err: error, origin }, 'an error that nobody caught');
    if (!ending) void end(1);
  });

  try {
    await main(lifecycle, () => {
      if (!ending) void end(0);
    });
  } catch (error) {
    if (error instanceof StartInterrupted) return;
    console.error(`\n${await describe(error)}\n`);
    if (!ending) await end(1);
  }
}

/**
 * V8 has a timer that makes collections besides those that the growth of memory asks for, to give memory back to the
 * system: compacting everything, again and again. Under load each holds everything up, for up to a second. It is put off
 * for longer than the process lives; that there is none at all can only be said on Node's command line.
 */
function collectWhenNeeded(): void {
  setFlagsFromString('--gc-memory-reducer-start-delay-ms=2147483647');
}

/** What to do stands in the message of a StartError; of anything else, where it comes from is of use. */
async function describe(error: unknown): Promise<string> {
  const { StartError } = await import('../platform/start-error.ts');
  if (error instanceof StartError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function checkNode(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= neededNode) return;
  console.error(
    `\nThe hub needs Node ${neededNode}; this is Node ${process.versions.node} (${process.execPath}).\n` +
      'Start it with "npm start", which takes the Node that "npm ci" installed. If it did that, the install\n' +
      'script of the package "node" was not allowed to run: run "npm rebuild node", then "npm start" again.\n',
  );
  process.exit(1);
}
