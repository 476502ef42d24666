import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../../test/graph-request.ts';
import { readPidFile } from './embedded/leftover.ts';
import { clusterIn, readLocation } from './embedded/place.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

let home: string;
let dataDir: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'hub home '));
  await chmod(home, 0o711);
  dataDir = path.join(home, 'data');
});

afterEach(async () => {
  const place = await readLocation(dataDir);
  if (place) await rm(place, { recursive: true });
  await rm(home, { recursive: true });
});

const log = { info: () => undefined };
const start = () => startEmbeddedPostgres({ dataDir, durable: true, log });

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A hub in a process of its own, that has written one row. */
async function startHub(): Promise<ChildProcess> {
  const script = `
    import pg from 'pg';
    import { startEmbeddedPostgres } from ${JSON.stringify(path.join(import.meta.dirname, 'embedded-postgres.ts'))};
    const postgres = await startEmbeddedPostgres({ dataDir: process.argv[1], durable: true, log: { info() {} } });
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query("create table notes as select 'kept' as note");
    console.log('ready');
  `;
  const hub = spawn(process.execPath, ['--input-type=module', '-e', script, dataDir], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await Promise.race([once(hub.stdout, 'data'), once(hub, 'exit')]);
  expect(String(line)).toBe('ready\n');
  return hub;
}

async function kill(hub: ChildProcess): Promise<void> {
  const exit = once(hub, 'exit');
  hub.kill('SIGKILL');
  await exit;
}

async function cluster(): Promise<string> {
  return clusterIn((await readLocation(dataDir)) ?? dataDir);
}

async function serverPid(): Promise<number> {
  const file = await readPidFile(await cluster());
  if (!file) throw new Error('PostgreSQL is not running');
  return file.pid;
}

function isAlive(pid: number): boolean {
  const found = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return found !== '' && !found.startsWith('Z');
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('It did not happen within 90 seconds.');
    await sleep(20);
  }
}

function childrenOf(parent: number): number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' }).trim().split('\n');
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, ppid, command]) => Number(ppid) === parent && !command?.includes('postgres'))
    .map(([pid]) => Number(pid));
}

describe('the embedded PostgreSQL', () => {
  it('finds its data again at the next start', async () => {
    const first = await start();
    await query(first.url, "create table notes as select 'kept' as note");
    await first.stop();
    const second = await start();
    expect(await query(second.url, 'select note from notes')).toEqual([{ note: 'kept' }]);
    await second.stop();
  });

  it('opens to nobody without the password that it made', async () => {
    const postgres = await start();
    const url = new URL(postgres.url);
    url.password = 'guess';
    await expect(query(url.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    await postgres.stop();
    expect((await stat(path.join(dataDir, 'secrets', 'postgres-password'))).mode & 0o777).toBe(0o600);
  });

  it('is started again, with everything that was committed, when it was killed', async () => {
    const postgres = await start();
    await query(postgres.url, "create table notes as select 'kept' as note");
    const killed = await serverPid();
    process.kill(killed, 'SIGKILL');
    const found = await eventually(
      () => query(postgres.url, 'select note from notes').catch(() => undefined),
      'it answers again',
    );
    expect(found).toEqual([{ note: 'kept' }]);
    expect(await serverPid()).not.toBe(killed);
    await postgres.stop();
    await expect(postgres.exited).resolves.toBeUndefined();
  });

  it('is given up, with a word about its log, when it dies again and again', async () => {
    const postgres = await start();
    let over = false;
    const given = expect(postgres.exited)
      .rejects.toThrow('postgres.log')
      .then(() => {
        over = true;
      });
    let killed = 0;
    while (!over) {
      const pid = (await readPidFile(await cluster()))?.pid ?? 0;
      if (pid !== 0 && pid !== killed && isAlive(pid)) {
        process.kill(pid, 'SIGKILL');
        killed = pid;
      }
      await sleep(20);
    }
    await given;
    await postgres.stop();
  });

  it('knows the letters of all languages', async () => {
    const postgres = await start();
    expect(await query(postgres.url, "select 'ÉCOLE' ilike 'école' as same")).toEqual([{ same: true }]);
    await postgres.stop();
  });

  it('works in a home that nobody else may enter', async () => {
    await chmod(home, 0o700);
    const first = await start();
    await query(first.url, "create table notes as select 'kept' as note");
    await first.stop();
    const second = await start();
    expect(await query(second.url, 'select note from notes')).toEqual([{ note: 'kept' }]);
    await second.stop();
  });

  it('ends when its hub is killed, and has lost nothing', async () => {
    const hub = await startHub();
    const pid = await serverPid();
    await kill(hub);
    await until(() => !isAlive(pid));
    const next = await start();
    expect(await query(next.url, 'select note from notes')).toEqual([{ note: 'kept' }]);
    await next.stop();
  });

  it('starts again at once while the one of the killed hub is still there', async () => {
    await kill(await startHub());
    const next = await start();
    expect(await query(next.url, 'select note from notes')).toEqual([{ note: 'kept' }]);
    await next.stop();
  });

  it('ends the one of an earlier run that nothing watches any more', async () => {
    const hub = await startHub();
    const pid = await serverPid();
    const watchers = childrenOf(hub.pid ?? 0);
    // Before it notices what is done to its watchers.
    hub.kill('SIGSTOP');
    for (const watcher of [...watchers, ...watchers.flatMap(childrenOf)]) process.kill(watcher, 'SIGKILL');
    await kill(hub);
    expect(isAlive(pid)).toBe(true);
    const next = await start();
    expect(isAlive(pid)).toBe(false);
    expect(await query(next.url, 'select note from notes')).toEqual([{ note: 'kept' }]);
    await next.stop();
  });

  it('is not held up by a pid file whose pid belongs to something else now, and leaves that alone', async () => {
    const hub = await startHub();
    const pid = await serverPid();
    const pidFile = path.join(await cluster(), 'postmaster.pid');
    const [, ...rest] = (await readFile(pidFile, 'utf8')).split('\n');
    await kill(hub);
    await until(() => !isAlive(pid));
    const bystander = spawn('sleep', ['60']);
    await writeFile(pidFile, [bystander.pid, ...rest].join('\n'));
    const next = await start();
    expect(await query(next.url, 'select note from notes')).toEqual([{ note: 'kept' }]);
    await next.stop();
    expect(bystander.exitCode).toBeNull();
    bystander.kill();
  });

  it('clears away what root’s hub kept elsewhere when its folder has been gone for a day', async () => {
    await chmod(home, 0o700);
    const gone = path.join(home, 'gone');
    const first = await startEmbeddedPostgres({ dataDir: gone, durable: false, log });
    await first.stop();
    // An ordinary user's hub keeps everything in its own folder.
    const place = await readLocation(gone);
    await rm(gone, { recursive: true });
    const second = await start();
    await second.stop();
    if (place === null) return;
    expect(await readdir(place)).toContain('postgres');
    const dayAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await utimes(path.join(place, 'data-dir-missing'), dayAgo, dayAgo);
    const third = await start();
    await third.stop();
    await expect(readdir(place)).rejects.toThrow(/ENOENT/);
  });

  it('is not confused by a first start that was killed half way', async () => {
    await mkdir(clusterIn(dataDir).concat('.new'), { recursive: true });
    await writeFile(path.join(clusterIn(dataDir).concat('.new'), 'PG_VERSION'), '18');
    const postgres = await start();
    expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
  });
});
