import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../../start-error.ts';
import { type Account, runAs } from './account.ts';
import { endLeftover, readPidFile } from './leftover.ts';

/**
 * Runs the server and asks it to shut down (SIGINT: fast) when standard input ends, which happens when
 * the hub closes it and also when the hub is killed. The descriptor is hidden from the server itself.
 */
const watcher = `
exec 3<&0 </dev/null
"$@" 3<&- &
server=$!
(while read -r _; do :; done; kill -INT "$server") <&3 2>/dev/null &
reader=$!
exec 3<&-
wait "$server"
status=$?
kill "$reader" 2>/dev/null
exit "$status"
`;

const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;
const logLimitBytes = 1_000_000;

export interface Server {
  port: number;
  /** Resolves when the server has ended, for whatever reason. */
  exited: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, connections closed; resolves when it has ended. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  binaries: string;
  cluster: string;
  account: Account | null;
  logFile: string;
  durable: boolean;
  /** 0 takes a free one. */
  port: number;
  /** Most of them at a time. */
  connections: number;
}

/**
 * Starts PostgreSQL on an existing cluster, on 127.0.0.1 only, and resolves when it takes connections.
 * It runs in a session of its own, so that Ctrl-C on a terminal reaches the hub alone.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const port = options.port === 0 ? await freePort() : options.port;
    const attempt = await tryStart(options, port);
    if ('server' in attempt) return attempt.server;
    const portTaken = options.port === 0 && attempt.output.includes('could not bind');
    // Backends outlive a killed server for a moment.
    const backendsLeft = attempt.output.includes('pre-existing shared memory block');
    if (!(portTaken || backendsLeft) || Date.now() > deadline) {
      throw new StartError(
        `PostgreSQL did not start (its log is ${options.logFile}):\n${attempt.output.trim()}`,
      );
    }
    await sleep(100);
  }
}

async function tryStart(
  options: ServerOptions,
  port: number,
): Promise<{ server: Server } | { output: string }> {
  const { cluster } = options;
  const size = await stat(options.logFile).then(
    (found) => found.size,
    () => 0,
  );
  const logStart = size > logLimitBytes ? 0 : size;
  const logFile = await open(options.logFile, logStart === 0 ? 'w' : 'a', 0o600);
  const program = path.join(options.binaries, 'bin', 'postgres');
  const child = spawn(
    '/bin/sh',
    ['-c', watcher, 'skills-hub-postgres', program, '-D', cluster, ...settings(port, options)],
    { ...runAs(options.account), cwd: '/', detached: true, stdio: ['pipe', logFile.fd, logFile.fd] },
  );
  // Writing to a watcher that has ended is no news: its exit is.
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => resolve());
  });
  ended.catch(() => undefined);
  const outcome = await Promise.race([
    ended.then(() => 'ended' as const),
    waitUntilReady(cluster, child),
  ]).finally(() => logFile.close());
  if (outcome === 'ready')
    return { server: { port, exited: ended, stop: () => stop(child, ended, cluster) } };
  child.stdin?.destroy();
  await ended;
  return { output: (await readFile(options.logFile)).subarray(logStart).toString() || 'It took too long.' };
}

async function waitUntilReady(cluster: string, child: ChildProcess): Promise<'ready' | 'late'> {
  const deadline = Date.now() + startTimeoutMs;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    if ((await readPidFile(cluster))?.ready) return 'ready';
    await sleep(10);
  }
  return 'late';
}

async function stop(child: ChildProcess, ended: Promise<void>, cluster: string): Promise<void> {
  child.stdin?.destroy();
  const late = new AbortController();
  const patience = sleep(stopTimeoutMs, 'late' as const, { signal: late.signal }).catch(
    () => 'ended' as const,
  );
  const outcome = await Promise.race([ended, patience]);
  late.abort();
  if (outcome === 'late') {
    await endLeftover(cluster);
    await ended;
  }
}

function settings(port: number, { durable, connections }: ServerOptions): string[] {
  const values: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: connections,
    shared_buffers: '128MB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // What a statement did wrong is told to the hub, which logs it with personal data masked.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    ...(!durable && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** A port of 127.0.0.1 that was free a moment ago. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
