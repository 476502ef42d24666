import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPool } from '../platform/db/pool.ts';
import { fill, filledTables, type Owner } from './filling.ts';
import type { Growth } from './growth.ts';
import { type Asker, hotOperations } from './hot-operations.ts';
import { dataOfHub, type RunningHub } from './hub.ts';
import { ask } from './load.ts';
import { type Pressed, press } from './pressure.ts';
import { databaseOf } from './subscribers.ts';
import { requestBytes } from './wire.ts';

const connections = 8;
const warmUpSeconds = 2;
const listSizes = [10, 20, 40, 80, 160];

/** The hub with what is asked of it. */
export interface AskedHub {
  hub: RunningHub;
  owner: Owner;
  pressed(asker: Asker, query: string): Pressed;
}

/** A hub whose keys have all been verified, so that nothing but answers is measured. */
export async function askedHub(hub: RunningHub, folder: string): Promise<AskedHub> {
  const demo = JSON.parse(await readFile(path.join(folder, dataOfHub, 'demo.json'), 'utf8')) as {
    apiKeys: { learner: string };
  };
  const url = `${hub.url}/graphql`;
  const keysOf = (asker: Asker) => (asker === 'learner' ? [demo.apiKeys.learner] : hub.keys);
  const asking = async (key: string, query: string) =>
    (await ask({ url, query, pids: [], credentials: () => ({ 'x-api-key': key }) })).data;
  for (const key of hub.keys) await asking(key, '{ viewer { kind } }');
  const { enrolments } = (await asking(
    demo.apiKeys.learner,
    '{ enrolments(first: 1) { nodes { student { id } } } }',
  )) as {
    enrolments: { nodes: { student: { id: string } }[] };
  };
  const { viewer } = (await asking(hub.keys[0] ?? '', '{ viewer { organisation { id } } }')) as {
    viewer: { organisation: { id: string } };
  };
  return {
    hub,
    owner: {
      organisationId: viewer.organisation.id,
      studentId: enrolments.nodes[0]?.student.id ?? '',
    },
    pressed(asker, query) {
      const keys = keysOf(asker);
      const requestOf = (connection: number) =>
        requestBytes(url, { query }, { 'x-api-key': keys[connection % keys.length] ?? '' });
      return { url, pids: [hub.pid], requestOf };
    },
  };
}

/** The hot operations while the tables grow. */
export async function growingTables(
  { owner, pressed }: AskedHub,
  folder: string,
  sizes: readonly number[],
  seconds: number,
): Promise<Growth[]> {
  const pool = openPool(await databaseOf(path.join(folder, dataOfHub)), 'bench', 1);
  const steps = new Map(
    hotOperations.map(({ name }) => [name, [] as { size: number; processorUs: number }[]]),
  );
  let filled = 0;
  try {
    for (const size of sizes) {
      console.error(`Filling up to ${size.toLocaleString('en')} rows ...`);
      await fill(pool, owner, filled, size);
      filled = size;
      const before = await wholeReads(pool);
      for (const { name, asker, query } of hotOperations)
        steps.get(name)?.push({ size, processorUs: await costOf(pressed(asker, query), seconds) });
      const read = [...(await wholeReads(pool))].filter(
        ([table, times]) => before.has(table) && times !== before.get(table),
      );
      if (read.length > 0) throw new Error(`${read.map(([table]) => table)}: read whole, not by an index.`);
    }
  } finally {
    await pool.end();
  }
  return hotOperations.map(({ name }) => ({
    what: 'Rows of students, enrolments and payments each',
    unit: `a request for ${name}`,
    steps: steps.get(name) ?? [],
  }));
}

/** A table of fewer rows is sooner read whole than by an index. */
const worthAnIndex = 5_000;
/** Within which a connection of PostgreSQL has told what it read. */
const reportedMs = 2_000;

/** How often each of the tables that grow has been read from end to end. */
async function wholeReads(pool: ReturnType<typeof openPool>): Promise<Map<string, string>> {
  await sleep(reportedMs);
  const { rows } = await pool.query<{ name: string; times: string }>(
    `SELECT relid::regclass::text AS name, seq_scan AS times FROM pg_stat_user_tables
     WHERE relid::regclass::text = ANY($1) AND n_live_tup >= $2`,
    [filledTables, worthAnIndex],
  );
  return new Map(rows.map(({ name, times }) => [name, times]));
}

/** A list with three joins while it gets longer. */
export async function growingList({ pressed }: AskedHub, seconds: number): Promise<Growth> {
  const steps: Growth['steps'][number][] = [];
  for (const size of listSizes) {
    const query = `{ programs(first: ${size}) { nodes {
      id name organisation { name } enrolments(first: 2) { nodes { id student { name } } }
    } } }`;
    steps.push({ size, processorUs: (await costOf(pressed('institution', query), seconds)) / size });
  }
  return {
    what: 'Programs in a list',
    unit: 'one program with organisation, enrolments and students',
    steps,
  };
}

async function costOf(pressed: Pressed, seconds: number): Promise<number> {
  await press(pressed, connections, Math.min(seconds, warmUpSeconds));
  return (await press(pressed, connections, seconds)).cpuMs * 1000;
}
