import path from 'node:path';
import { median, rate, times } from './figures.ts';
import { medians } from './gateway-market.ts';
import { type Asker, hotOperations } from './hot-operations.ts';
import { type Pressed, type Pressure, press } from './pressure.ts';
import type { Processes, Side } from './processes.ts';
import { markdownTable } from './table.ts';
import { requestBytes } from './wire.ts';

/** As many as are let in at a time even when the hub has more to do than it can. */
const connections = 8;
const warmUpSeconds = 10;
/** Of the same without what guards it. */
const target = 0.7;

const ways = ['guarded', 'plain'] as const;
type Way = (typeof ways)[number];

interface RunningHub {
  url: string;
  pids: readonly number[];
  keys: Record<Asker, readonly string[]>;
}

export interface HotOperationSeen {
  name: string;
  seen: Record<Way, Pressure>;
  /** Requests a second of the guarded hub against those of the plain one, in each round. */
  ratios: readonly number[];
}

/** The hub's hottest operations over PostgreSQL, with and without what stands between a stranger and the data. */
export async function measureHotOperations(
  processes: Processes,
  folder: string,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<HotOperationSeen[]> {
  const postgres = processes.start('postgres', [script('postgres'), path.join(folder, 'data of the hub')]);
  const database = await processes.ready('postgres', postgres, () => lineOf(postgres, 'listening at'));
  const plain = await startHub(processes, 'plain', database, postgres, { LOG_LEVEL: 'silent' });
  const hubs: Record<Way, RunningHub> = {
    plain,
    guarded: await startHub(processes, 'guarded', database, postgres),
  };
  const seen: HotOperationSeen[] = [];
  for (const { name, asker, query } of hotOperations) {
    const taken: Record<Way, Pressure[]> = { guarded: [], plain: [] };
    const answers = new Set<string>();
    for (const way of ways) {
      for (let i = 0; i < connections; i += 1) answers.add(await dataOf(hubs[way], asker, query, i));
      await press(pressedOf(hubs[way], asker, query), connections, warmUpSeconds);
    }
    if (answers.size > 1) throw new Error(`Not all callers are answered alike: ${name}.`);
    for (let round = 0; round < rounds; round += 1)
      for (const way of ways)
        taken[way].push(await press(pressedOf(hubs[way], asker, query), connections, seconds));
    seen.push({
      name,
      seen: { guarded: medians(taken.guarded), plain: medians(taken.plain) },
      ratios: taken.guarded.map(({ perSecond }, i) => perSecond / (taken.plain[i]?.perSecond ?? Number.NaN)),
    });
  }
  await processes.stop();
  return seen;
}

export function hotOperationsTable(seen: readonly HotOperationSeen[]): string {
  const ratios = seen.map((one) => median(one.ratios));
  const figure = ({ perSecond, cpuMs, p99 }: Pressure) =>
    `${rate(perSecond)}, ${cpuMs.toFixed(2)} ms CPU, p99 ${p99.toFixed(1)} ms`;
  return markdownTable([
    [
      'Whole hub with PostgreSQL',
      'Signed in, limits and logs on',
      'Without',
      'Ratio',
      'Ratio by CPU',
      'Target',
      '',
    ],
    ...seen.map((one, i) => [
      one.name,
      figure(one.seen.guarded),
      figure(one.seen.plain),
      times(ratios[i] ?? Number.NaN),
      times(one.seen.plain.cpuMs / one.seen.guarded.cpuMs),
      `≥ ${target} ×`,
      (ratios[i] ?? 0) >= target ? 'reached' : 'missed',
    ]),
  ]);
}

async function startHub(
  processes: Processes,
  way: Way,
  database: string,
  postgres: Side,
  environment: Record<string, string> = {},
): Promise<RunningHub> {
  const side = processes.start(way, [script('hot-hub'), way, String(connections)], {
    DATABASE_URL: database,
    ...environment,
  });
  const url = await processes.ready(way, side, () => lineOf(side, 'listening at'));
  const keysOf = (asker: Asker) => lineOf(side, `keys ${asker}`)?.split(',') ?? [];
  return {
    url,
    pids: [side.pid, postgres.pid],
    keys: { institution: keysOf('institution'), learner: keysOf('learner') },
  };
}

function headersOf(hub: RunningHub, asker: Asker, connection: number): Record<string, string> {
  return { 'x-api-key': hub.keys[asker][connection] ?? '' };
}

function pressedOf(hub: RunningHub, asker: Asker, query: string): Pressed {
  const { url, pids } = hub;
  const requestOf = (connection: number) => requestBytes(url, { query }, headersOf(hub, asker, connection));
  return { url, pids, requestOf };
}

/** The data of one answer as JSON. */
async function dataOf(hub: RunningHub, asker: Asker, query: string, connection: number): Promise<string> {
  const response = await fetch(hub.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(hub, asker, connection) },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  if (!data || errors) throw new Error(`${query} was answered with ${JSON.stringify(errors)}.`);
  return JSON.stringify(data);
}

/** What follows `begin` on a line of its own. */
function lineOf(side: Side, begin: string): string | undefined {
  return side
    .output()
    .split('\n')
    .find((line) => line.startsWith(`${begin} `))
    ?.slice(begin.length + 1);
}

function script(name: string): string {
  return path.join(import.meta.dirname, 'sides', `${name}.js`);
}
