import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseUser } from '../platform/db/embedded/cluster.ts';
import { clusterIn, readLocation } from '../platform/db/embedded/place.ts';
import { openPool } from '../platform/db/pool.ts';
import { type Asking, Crowd } from './crowd.ts';
import { median, milliseconds, quantile, type Row, rate, times } from './figures.ts';
import { dataOfHub, type RunningHub, startHub } from './hub.ts';
import { connections } from './load.ts';
import { processorMs, residentBytes } from './machine.ts';
import type { Processes } from './processes.ts';

/** Come and go before anything is measured, so that a process has the memory that it works with. */
const early = 2000;
const repeats = 5;
/** Events that are written in one transaction. */
const burst = 20;
const settleMs = 3000;
const readyMs = 30_000;

type Pool = ReturnType<typeof openPool>;

/** One side of row (g). */
interface Server {
  websocket: string;
  pid: number;
  asking: (number: number) => Asking;
  subscriptions(count: number): Promise<void>;
  /** Makes that many events at once. */
  happen(count: number): Promise<void>;
}

interface Reach {
  /** Growth of resident memory for one connection, in bytes. */
  memory: number;
  one: Deliveries;
  many: Deliveries;
}

interface Deliveries {
  /** Messages a second, from the first that came to the last. */
  perSecond: number;
  /** Processor time of the server for one message, in microseconds. */
  processorUs: number;
  /** From before the event was made, in milliseconds. */
  p99: number;
}

/** What each member of a crowd subscribes to. */
export const subscription = 'subscription { events(types: ["student.created"]) { id cursor type data } }';
const resuming =
  'subscription ($after: Cursor) { events(types: ["student.created"], after: $after) { id cursor type data } }';

/** Rows (g) and (h): subscribers of one event beside graphql-ws used plainly, and a resume beside the bare log. */
export async function measureSubscribers(
  processes: Processes,
  folder: string,
  { crowd, missed }: { crowd: number; missed: number },
): Promise<Row[]> {
  const hub = await startHub(processes, folder, connections);
  const databaseUrl = await databaseOf(path.join(folder, dataOfHub));
  const pool = openPool(databaseUrl, 'bench', 2);
  try {
    const { viewer } = await hub.run<{ viewer: { organisation: { id: string } } }>(
      '{ viewer { organisation { id } } }',
    );
    const organisation = viewer.organisation.id;
    const rows = [...(await fanOutRows(processes, hub, pool, organisation, crowd))];
    return [...rows, await resumeRow(processes, hub, pool, databaseUrl, organisation, missed)];
  } finally {
    await pool.end();
  }
}

async function fanOutRows(
  processes: Processes,
  hub: RunningHub,
  pool: Pool,
  organisation: string,
  crowd: number,
): Promise<Row[]> {
  if (Number(execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' })) < crowd + 1000)
    throw new Error(`ulimit -n is too low for ${crowd} sockets.`);
  const plain = await startSide(processes, 'plain-subscriptions');
  const sides: Record<'hub' | 'plain', Server> = {
    hub: {
      websocket: `${hub.url}/graphql`,
      pid: hub.pid,
      asking: (n) => ({ key: hub.keys[n % hub.keys.length] ?? '', query: subscription }),
      subscriptions: (count) => hub.subscriptions(count),
      happen: (count) => write(pool, organisation, count),
    },
    plain: {
      websocket: `${plain.url}/graphql`,
      pid: plain.pid,
      asking: () => ({ key: 'none', query: subscription }),
      subscriptions: (count) =>
        until(async () => Number(await (await fetch(plain.url)).text()) === count, 'come to be subscribed'),
      happen: async (count) => void (await fetch(`${plain.url}/?count=${count}`, { method: 'POST' })),
    },
  };
  const ours = await reachOf(sides.hub, crowd);
  const theirs = await reachOf(sides.plain, crowd);
  await processes.end('plain-subscriptions');
  const number = crowd.toLocaleString('en');
  const shown = ({ perSecond, processorUs, p99 }: Deliveries) =>
    `${rate(perSecond)}, ${processorUs.toFixed(1)} µs CPU, p99 ${milliseconds(p99)}`;
  return [
    {
      id: 'g',
      what: `${number} websocket subscribers: resident memory for each, against graphql-ws used plainly`,
      hub: `${(ours.memory / 1024).toFixed(1)} KiB`,
      against: `${(theirs.memory / 1024).toFixed(1)} KiB`,
      ratio: times(ours.memory / theirs.memory),
      target: '≤ 10 KiB',
    },
    {
      id: 'g2',
      what: '… messages a second of one event to all of them, and from the event to the message',
      hub: shown(ours.one),
      against: shown(theirs.one),
      ratio: times(ours.one.perSecond / theirs.one.perSecond),
      target: '≥ 4 ×',
    },
    {
      id: 'g3',
      what: `… of ${burst} events that happen at once`,
      hub: shown(ours.many),
      against: shown(theirs.many),
      ratio: times(ours.many.perSecond / theirs.many.perSecond),
      target: '',
    },
  ];
}

async function reachOf(server: Server, count: number): Promise<Reach> {
  const first = new Crowd();
  await first.open(server.websocket, Math.min(early, count), server.asking);
  await server.subscriptions(Math.min(early, count));
  first.leave();
  await server.subscriptions(0);
  await sleep(settleMs);
  const before = residentBytes(server.pid);
  const crowd = new Crowd();
  await crowd.open(server.websocket, count, server.asking);
  await server.subscriptions(count);
  await sleep(settleMs);
  const memory = (residentBytes(server.pid) - before) / count;
  await crowd.hear(1, () => server.happen(1));
  const one = await deliveries(server, crowd, 1);
  const many = await deliveries(server, crowd, burst);
  crowd.leave();
  await server.subscriptions(0);
  return { memory, one, many };
}

async function deliveries(server: Server, crowd: Crowd, events: number): Promise<Deliveries> {
  const perSecond: number[] = [];
  const p99: number[] = [];
  let heard = 0;
  const busy = processorMs([server.pid]);
  for (let n = 0; n < repeats; n += 1) {
    const started = performance.now();
    const arrivals = await crowd.hear(events, () => server.happen(events));
    const [begin = 0, end = 0] = [arrivals[0], arrivals.at(-1)];
    perSecond.push((arrivals.length * 1000) / (end - begin));
    p99.push(quantile(arrivals, 0.99) - started);
    heard += arrivals.length;
  }
  const processorUs = ((processorMs([server.pid]) - busy) * 1000) / heard;
  return { perSecond: median(perSecond), processorUs, p99: median(p99) };
}

async function resumeRow(
  processes: Processes,
  hub: RunningHub,
  pool: Pool,
  databaseUrl: string,
  organisation: string,
  missed: number,
): Promise<Row> {
  const position = await positionOf(pool);
  const cursor = await endOfLog(hub);
  for (let written = 0; written < missed; written += 1000) await write(pool, organisation, 1000);
  await until(async () => (await positionOf(pool)) === position + missed, 'have the events in its log');
  const perSecond: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    const client = new Crowd();
    const started = performance.now();
    const asking = { key: hub.keys[0] ?? '', query: resuming, variables: { after: cursor } };
    const arrivals = await client.hear(missed, () => client.open(`${hub.url}/graphql`, 1, () => asking), 1);
    perSecond.push((missed * 1000) / ((arrivals.at(-1) ?? 0) - started));
    client.leave();
    await hub.subscriptions(0);
  }
  const bare = await readLog(processes, databaseUrl, position);
  return {
    id: 'h',
    what: `Resume of a subscriber ${missed.toLocaleString('en')} events behind, against reading the same rows with pg`,
    hub: rate(median(perSecond)),
    against: rate(bare),
    ratio: times(median(perSecond) / bare),
    target: '',
  };
}

async function readLog(processes: Processes, url: string, position: number): Promise<number> {
  const script = path.join(import.meta.dirname, 'sides', 'log-reader.js');
  const side = processes.start('log-reader', [script, url, String(position)]);
  const [, count, ms] = await processes.ready(
    'log-reader',
    side,
    () => /^read (\d+) events in (\S+) ms$/m.exec(side.output()) ?? undefined,
  );
  await processes.end('log-reader');
  return (Number(count) * 1000) / Number(ms);
}

/** Records events as a transaction of the hub would. */
export async function write(pool: Pool, organisation: string, count: number): Promise<void> {
  await pool.query(
    `WITH written AS (
       INSERT INTO events.outbox (id, type, subject_type, subject_id, audience, data, actor)
       SELECT gen_random_uuid(), 'student.created', 'Student', student, ARRAY[$1::uuid],
              jsonb_build_object('student_id', student, 'name', 'Siti Rahmawati', 'email', 'siti@example.org'), 'bench'
       FROM (SELECT gen_random_uuid() AS student FROM generate_series(1, $2)) AS students
     ) SELECT pg_notify('hub_outbox', '')`,
    [organisation, count],
  );
}

async function positionOf(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ position: string }>('SELECT position FROM events.head');
  return Number(rows[0]?.position);
}

async function endOfLog(hub: RunningHub): Promise<string> {
  let cursor: string | null = null;
  for (;;) {
    const { eventLog }: { eventLog: { cursor: string; events: unknown[] } } = await hub.run(
      'query ($after: Cursor) { eventLog(after: $after, first: 1000) { cursor events { id } } }',
      { after: cursor },
    );
    if (eventLog.events.length === 0) return eventLog.cursor;
    cursor = eventLog.cursor;
  }
}

/** The PostgreSQL that an embedded hub has started in its DATA_DIR. */
export async function databaseOf(dataDir: string): Promise<string> {
  const password = (await readFile(path.join(dataDir, 'secrets', 'postgres-password'), 'utf8')).trim();
  const cluster = clusterIn((await readLocation(dataDir)) ?? dataDir);
  // PostgreSQL's lock file: the port is on its fourth line.
  const port = (await readFile(path.join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[3];
  return `postgres://${databaseUser}:${password}@127.0.0.1:${port}/hub`;
}

async function startSide(processes: Processes, name: string, args: readonly string[] = []) {
  const side = processes.start(name, [path.join(import.meta.dirname, 'sides', `${name}.js`), ...args]);
  const url = await processes.ready(name, side, () => /^listening at (\S+)$/m.exec(side.output())?.[1]);
  return { ...side, url };
}

async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + readyMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`A side does not ${what}.`);
    await sleep(50);
  }
}
