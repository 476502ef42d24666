import { deepStrictEqual } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { median, type Row, rate, times } from './figures.ts';
import { ask, type LoadResult, load, type Target } from './load.ts';
import type { Processes } from './processes.ts';
import { type SideName, type Sides, startSides } from './sides.ts';

/** Four fetches: two at once, then one after the other over two joins. */
const query = `{
  me { name }
  topProducts(first: 5) {
    upc name price shippingEstimate
    reviews { id stars body author { name username } }
  }
}`;
const fetchesOfQuery = 4;

const sideNames: readonly SideName[] = ['hub', 'stock', 'hive', 'bare', 'hubOverHttp'];
const rounds = 5;
const seconds = 3;

type Results = Record<SideName, LoadResult[]>;

/** Rows (a), (b), (c): the hub's gateway against other gateways, and against none. */
export async function measureGateways(processes: Processes, folder: string): Promise<Row[]> {
  const sides = await startSides(processes, folder, async (hub) => {
    const file = path.join(folder, 'answer.json');
    await writeFile(file, (await ask(targetOf(hub))).text);
    return file;
  });
  await warmUp(sides);
  const results: Results = { hub: [], stock: [], hive: [], bare: [], hubOverHttp: [] };
  // Side by side and over again, so that a machine that slows down slows all of them down.
  for (let round = 0; round < rounds; round += 1) {
    for (const name of sideNames) results[name].push(await load(targetOf(sides[name]), seconds));
  }
  const generator = Math.round(100 * median(results.bare.map((result) => result.generatorBusy)));
  return [
    {
      ...compared(results, 'hub', 'stock'),
      id: 'a',
      what: 'Federated query, against stock Apollo',
      target: '≥ 3 ×',
    },
    { ...compared(results, 'hubOverHttp', 'stock'), id: 'a2', what: '… the hub over HTTP as well' },
    { ...compared(results, 'hub', 'hive'), id: 'b', what: '… against Hive Gateway, router runtime' },
    {
      ...compared(results, 'hub', 'bare'),
      id: 'c',
      what: `… against bare Node, same bytes (load generator ${generator} % busy)`,
    },
  ];
}

function compared(results: Results, of: SideName, to: SideName): Omit<Row, 'id' | 'what'> {
  const ratios = results[of].map(
    (result, round) => result.perSecond / (results[to][round]?.perSecond ?? Number.NaN),
  );
  return { hub: shown(results[of]), against: shown(results[to]), ratio: times(median(ratios)), target: '' };
}

function shown(results: readonly LoadResult[]): string {
  const processor = median(results.map((result) => result.processorMs));
  const requests = rate(median(results.map((result) => result.perSecond)));
  return Number.isNaN(processor) ? requests : `${requests}, ${processor.toFixed(2)} ms CPU`;
}

function targetOf({ url, pids }: Sides[SideName]): Target {
  return {
    url,
    pids,
    query,
    credentials: (connection) => ({ authorization: `Bearer caller-${connection}` }),
  };
}

/**
 * Lets every side come up to speed, and sees to it that they do the same work: equal answers, and a
 * gateway over HTTP that asks its subgraphs anew for each query.
 */
async function warmUp(sides: Sides): Promise<void> {
  const { data } = await ask(targetOf(sides.hub));
  const calls = async () => Number(await (await fetch(`${sides.subgraphs}/calls`)).text());
  for (const name of sideNames) {
    deepStrictEqual((await ask(targetOf(sides[name]))).data, data, `${name} answers something else`);
    const before = await calls();
    const { answered } = await load(targetOf(sides[name]), seconds);
    const fetches = ((await calls()) - before) / answered;
    const wanted = name === 'hub' || name === 'bare' ? 0 : fetchesOfQuery;
    if (fetches < wanted)
      throw new Error(`${name} makes ${fetches} fetches for a query that needs ${wanted}.`);
  }
}
