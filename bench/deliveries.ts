import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { openOrm } from '../platform/db/orm.ts';
import { openPool } from '../platform/db/pool.ts';
import { record } from '../schema/events/record.ts';
import { envelope } from '../subgraphs/exchange/deliveries/envelope.ts';
import { IntegrationHealth } from '../subgraphs/exchange/integrations/integration-health.ts';
import { newSecret } from '../subgraphs/exchange/webhooks/webhook.secret.ts';
import { milliseconds, quantile, type Row, rate, times } from './figures.ts';
import { processorMsOfTrees } from './machine.ts';
import type { Processes, Side } from './processes.ts';
import { measureRecording } from './recorded-events.ts';

/** Webhooks under load, besides the one of the paced load. */
const endpoints = 16;
/** Events or jobs that are written in one transaction under load. */
const batch = 250;
/** So many wait to be sent at a time under load: no side ever runs dry. */
const ahead = 8000;
const warmUpMs = 5000;
const pacedPerSecond = 50;
const pacedMs = 10_000;

interface Received {
  count: number;
  bad: number;
  arrivals: [id: string, at: number][];
}

interface Result {
  perSecond: number;
  /** Processor time of the side and of PostgreSQL for one delivery, in milliseconds. */
  processorMs: number;
  /** From the commit to the receipt, in milliseconds. */
  latencies: number[];
}

/** What is to be sent, by whoever is measured: `to` is the number of an endpoint, 0 for the paced load's. */
type Feed = (items: readonly { student: string; to: number }[]) => Promise<void>;

/** Rows (i) and (j): events recorded beside none, and webhook deliveries of the hub beside graphile-worker's jobs that make the same post. */
export async function measureDeliveries(
  processes: Processes,
  folder: string,
  sustainedMs: number,
): Promise<Row[]> {
  const secret = newSecret();
  const organisations = Array.from({ length: endpoints + 1 }, () => randomUUID());
  const receiver = await startSide(processes, 'receiver', [], { SECRET: secret }, 'load');
  const database = await startSide(processes, 'postgres', [path.join(folder, 'data of deliveries')]);
  const environment = {
    DATABASE_URL: database.url,
    SECRET: secret,
    RECEIVER: receiver.url,
    ORGANISATIONS: organisations.join(','),
  };
  const pool = openPool(database.url, 'bench', 4);
  const orm = await openOrm({ url: database.url, entities: [IntegrationHealth] });
  try {
    const measured = (feed: Feed, side: Side) =>
      measure(feed, receiver.url, [side.pid, database.pid], sustainedMs);
    const workers = await startSide(processes, 'worker-deliveries', [], environment);
    const worker = await measured(jobs(pool, receiver.url), workers);
    await processes.end('worker-deliveries');
    const deliverer = await startSide(processes, 'hub-deliveries', [], environment);
    const hub = await measured(events(orm, organisations), deliverer);
    // While the hub's side goes on, which numbers what is recorded.
    const recording = await measureRecording(orm);
    await processes.end('hub-deliveries');
    return [rowOf(hub, worker, sustainedMs), ...recording];
  } finally {
    await orm.close();
    await pool.end();
  }
}

async function startSide(
  processes: Processes,
  name: string,
  args: readonly string[] = [],
  environment: Record<string, string> = {},
  core: 'measured' | 'load' = 'measured',
): Promise<Side & { url: string }> {
  const script = path.join(import.meta.dirname, 'sides', `${name}.js`);
  const side = processes.start(name, [script, ...args], environment, core);
  const url = await processes.ready(name, side, () => /^listening at (\S+)$/m.exec(side.output())?.[1]);
  return { ...side, url };
}

/** Records events, in one transaction, of which each is for one webhook. */
function events(orm: MikroORM, organisations: readonly string[]): Feed {
  return (items) =>
    orm.em.fork().transactional((em) =>
      record(
        em,
        ...items.map(({ student, to }) => ({
          type: 'student.created' as const,
          subject: { type: 'Student' as const, id: student },
          audience: [organisations[to] ?? ''],
          data: dataOf(student),
          actor: 'bench',
        })),
      ),
    );
}

/** Adds jobs in one statement, each with the body that the hub would send. */
function jobs(pool: ReturnType<typeof openPool>, receiver: string): Feed {
  return async (items) => {
    const specifications = items.map(({ student, to }) => {
      const id = uuidv7();
      const body = envelope({
        id,
        type: 'student.created',
        occurredAt: new Date(),
        data: dataOf(student),
      });
      const url = `${receiver}/${to === 0 ? 'timed' : `hook/${to}`}`;
      return { identifier: 'deliver', payload: { url, id: `evt_${id}`, body } };
    });
    await pool.query(
      'SELECT graphile_worker.add_jobs(ARRAY(SELECT json_populate_recordset(NULL::graphile_worker.job_spec, $1::json)))',
      [JSON.stringify(specifications)],
    );
  };
}

const dataOf = (student: string) => ({
  student_id: student,
  name: 'Siti Rahmawati',
  email: 'siti@example.org',
});

async function measure(
  feed: Feed,
  receiver: string,
  pids: readonly number[],
  sustainedMs: number,
): Promise<Result> {
  const received = async () => (await (await fetch(receiver)).json()) as Received;
  const before = (await received()).count;
  let fed = 0;
  let going = true;
  const feeding = (async () => {
    while (going) {
      const { count } = await received();
      const missing = ahead - (fed - (count - before));
      if (missing < batch) await sleep(20);
      for (let n = 0; n + batch <= missing; n += batch) {
        await feed(
          Array.from({ length: batch }, (_, i) => ({ student: randomUUID(), to: 1 + (i % endpoints) })),
        );
        fed += batch;
      }
    }
  })();
  await sleep(warmUpMs);
  const started = performance.now();
  const busyBefore = processorMsOfTrees(pids);
  const atStart = (await received()).count;
  await sleep(sustainedMs);
  const atEnd = (await received()).count;
  const processorMs = (processorMsOfTrees(pids) - busyBefore) / (atEnd - atStart);
  const perSecond = ((atEnd - atStart) * 1000) / (performance.now() - started);
  going = false;
  await feeding;
  const deadline = performance.now() + 60_000;
  while ((await received()).count < before + fed) {
    if (performance.now() > deadline) throw new Error('Not everything that was fed has arrived.');
    await sleep(50);
  }
  const latencies = await paced(feed, received);
  if ((await received()).bad > 0) throw new Error('Deliveries came with signatures that are none.');
  return { perSecond, processorMs, latencies };
}

/** From commit to receipt, one after the other at an even pace. */
async function paced(feed: Feed, received: () => Promise<Received>): Promise<number[]> {
  const committed = new Map<string, number>();
  const began = performance.now();
  for (let n = 0; n < (pacedMs / 1000) * pacedPerSecond; n += 1) {
    await sleep(Math.max(0, began + (n * 1000) / pacedPerSecond - performance.now()));
    const student = randomUUID();
    await feed([{ student, to: 0 }]);
    committed.set(student, performance.timeOrigin + performance.now());
  }
  const latencies: number[] = [];
  while (latencies.length < committed.size) {
    for (const [student, at] of (await received()).arrivals)
      latencies.push(at - (committed.get(student) ?? Number.NaN));
    await sleep(50);
  }
  return latencies;
}

function rowOf(hub: Result, worker: Result, sustainedMs: number): Row {
  const shown = ({ perSecond, processorMs, latencies }: Result) =>
    `${rate(perSecond)}, ${processorMs.toFixed(2)} ms CPU; ${milliseconds(quantile(latencies, 0.5))}, p99 ${milliseconds(quantile(latencies, 0.99))}`;
  return {
    id: 'i',
    what: `Webhook deliveries over ${sustainedMs / 1000} s, and from commit to receipt, against graphile-worker’s batched jobs`,
    hub: shown(hub),
    against: shown(worker),
    ratio: times(hub.perSecond / worker.perSecond),
    target: '≥ 2 ×',
  };
}
