import { deepStrictEqual } from 'node:assert';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { median, type Row, rate, times } from './figures.ts';
import { ask, connections, type LoadResult, load, type Target } from './load.ts';
import type { Processes, Side } from './processes.ts';

const rounds = 5;

/** As in (a). */
const shopQuery = `{
  me { name }
  topProducts(first: 5) {
    upc name price shippingEstimate
    reviews { id stars body author { name username } }
  }
}`;

/** Two joins below a list, over three subgraphs and PostgreSQL. */
const hubQuery = `{
  viewer { organisation { name } }
  programs(first: 5) {
    nodes { code name fee organisation { name city } enrolments(first: 5) { nodes { status student { name } } } }
  }
}`;

/** Rows (p) to (q): what limits cost each request, and all that stands between a stranger and the data. */
export async function measureSecurity(processes: Processes, folder: string, seconds: number): Promise<Row[]> {
  const limits = await measureLimits(processes, seconds);
  await processes.stop();
  return [...limits, await measureGuard(processes, folder, seconds)];
}

async function measureLimits(processes: Processes, seconds: number): Promise<Row[]> {
  const redis = redisInstalled() ? processes.start('redis', [script('redis')]) : null;
  const redisUrl = redis ? await processes.ready('redis', redis, () => lineOf(redis, 'listening at')) : '';
  const side = processes.start('limited-gateways', [script('limited-gateways'), redisUrl]);
  const target = async (name: string, pids: readonly number[]): Promise<Target> => ({
    url: await processes.ready('limited-gateways', side, () => lineOf(side, `${name} at`)),
    query: shopQuery,
    pids,
    credentials: (connection) => ({ authorization: `Bearer caller-${connection}` }),
  });
  const without = await target('without', [side.pid]);
  const memory = await target('memory', [side.pid]);
  const shared = redis && (await target('redis', [side.pid, Number(lineOf(redis, 'process'))]));
  const taken = await inTurns([without, memory, ...(shared ? [shared] : [])], seconds);
  const against = (one: Target, id: string, what: string) =>
    row(id, what, taken.get(one) ?? [], taken.get(without) ?? []);
  return [
    against(memory, 'p', 'The query of (a) with limits and costs, counted in memory, against without'),
    ...(shared ? [against(shared, 'p2', '… counted in Redis')] : []),
  ];
}

async function measureGuard(processes: Processes, folder: string, seconds: number): Promise<Row> {
  const postgres = processes.start('postgres', [script('postgres'), path.join(folder, 'data of security')]);
  const database = await processes.ready('postgres', postgres, () => lineOf(postgres, 'listening at'));
  const side = processes.start('guarded-hub', [script('guarded-hub')], { DATABASE_URL: database });
  const urlOf = (name: string) => processes.ready('guarded-hub', side, () => lineOf(side, `${name} at`));
  const target = async (name: string): Promise<Target> => ({
    url: await urlOf(name),
    query: hubQuery,
    pids: [side.pid],
    credentials: () => ({ 'x-api-key': lineOf(side, 'key') ?? '' }),
  });
  const [without, guarded] = [await target('without'), await target('guarded')];
  const taken = await inTurns([without, guarded], seconds);
  return row(
    'q',
    'A federated query over the real subgraphs, by API key, with limits, costs and request log, against the same without',
    taken.get(guarded) ?? [],
    taken.get(without) ?? [],
  );
}

/** Loads each in turn, over and over, once all have answered the same and have come up to speed. */
async function inTurns(targets: readonly Target[], seconds: number): Promise<Map<Target, LoadResult[]>> {
  const taken = new Map<Target, LoadResult[]>(targets.map((target) => [target, []]));
  const [first] = targets;
  for (const target of targets) {
    const { data } = await ask(target);
    deepStrictEqual(data, first && (await ask(first)).data);
    for (let connection = 0; connection < connections; connection += 1) await ask(target, connection);
    await load(target, seconds);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [target, results] of taken) results.push(await load(target, seconds));
  }
  return taken;
}

function row(id: string, what: string, mine: readonly LoadResult[], theirs: readonly LoadResult[]): Row {
  const ratios = mine.map(({ perSecond }, i) => perSecond / (theirs[i]?.perSecond ?? Number.NaN));
  return { id, what, hub: figure(mine), against: figure(theirs), ratio: times(median(ratios)), target: '' };
}

function figure(results: readonly LoadResult[]): string {
  const processor = median(results.map(({ processorMs }) => processorMs));
  return `${rate(median(results.map(({ perSecond }) => perSecond)))}, ${processor.toFixed(2)} ms CPU`;
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

function redisInstalled(): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0) return true;
  console.error('redis-server is not on PATH: row (p2) is left out.');
  return false;
}
