import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { median } from './figures.ts';
import {
  type GatewayName,
  gatewayTitles,
  type RunningGateway,
  type RunningSubgraphs,
  startBare,
  startGatewaySide,
  startSubgraphs,
} from './gateway-sides.ts';
import { marketOperations, type Workload } from './market/market-operations.ts';
import { type Pressed, type Pressure, press } from './pressure.ts';
import type { Processes } from './processes.ts';
import { requestBytes } from './wire.ts';

/** Fewer fetches do not answer the operations. */
const fewestFetches: Readonly<Record<Workload, number>> = { small: 4, heavy: 7 };
const connections = 32;
const warmUpSeconds = 10;

export type MarketSide = GatewayName | 'bare';

/** What was seen of one side under one workload: medians of the rounds. */
export interface Seen extends Pressure {
  workload: Workload;
  side: MarketSide;
  /** Fetches for one request; none where the subgraphs are within. */
  fetches: number;
  /** Requests a second in each round. */
  rounds: readonly number[];
}

export interface MarketOptions {
  workloads: readonly Workload[];
  sides: readonly MarketSide[];
  rounds: number;
  seconds: number;
}

/**
 * Presses every side with every workload, the sides in turns, so that a machine that slows down slows all of them
 * down.
 *
 * @throws when a side errs, answers other data than the others, or makes too few fetches
 */
export async function measureMarket(
  processes: Processes,
  folder: string,
  options: MarketOptions,
): Promise<Seen[]> {
  const subgraphs = await startSubgraphs(processes);
  const gateways = new Map<GatewayName, RunningGateway>();
  for (const name of Object.keys(gatewayTitles) as GatewayName[]) {
    if (!options.sides.includes(name)) continue;
    gateways.set(name, await startGatewaySide(processes, folder, name, subgraphs));
  }
  const seen: Seen[] = [];
  for (const workload of options.workloads) {
    console.error(`Measuring: ${workload} ...`);
    seen.push(...(await measureWorkload(processes, folder, options, workload, subgraphs, gateways)));
  }
  await processes.stop();
  return seen;
}

interface Contestant {
  side: MarketSide;
  pressed: Pressed;
  fetches: number;
  rounds: Pressure[];
}

async function measureWorkload(
  processes: Processes,
  folder: string,
  options: MarketOptions,
  workload: Workload,
  subgraphs: RunningSubgraphs,
  gateways: ReadonlyMap<GatewayName, RunningGateway>,
): Promise<Seen[]> {
  const query = marketOperations[workload];
  const contestants: Contestant[] = [];
  let data: string | undefined;
  let answer: Buffer = Buffer.alloc(0);
  for (const [side, gateway] of gateways) {
    const pressed = await prepared(side, gateway, query, subgraphs);
    const found = JSON.stringify((JSON.parse(pressed.expected.toString()) as { data: unknown }).data);
    data ??= found;
    answer = pressed.expected;
    if (found !== data) throw new Error(`${side} answers ${workload} with something else than the others.`);
    contestants.push({ side, pressed, fetches: 0, rounds: [] });
  }
  if (options.sides.includes('bare')) {
    const file = path.join(folder, `${workload}.json`);
    await writeFile(file, answer);
    const bare = await startBare(processes, `bare-${workload}`, file);
    contestants.push({
      side: 'bare',
      pressed: await prepared('bare', bare, query, subgraphs),
      fetches: 0,
      rounds: [],
    });
  }
  for (const contestant of contestants) await warmUp(contestant, workload, subgraphs);
  for (let round = 0; round < options.rounds; round += 1) {
    for (const { pressed, rounds } of contestants)
      rounds.push(await press(pressed, connections, options.seconds));
  }
  return contestants.map(({ side, fetches, rounds }) => ({
    workload,
    side,
    fetches,
    rounds: rounds.map(({ perSecond }) => perSecond),
    ...medians(rounds),
  }));
}

/** A side with the bytes that it answers, which must be the same for every caller. */
async function prepared(
  side: MarketSide,
  { url, pids }: RunningGateway,
  query: string,
  subgraphs: RunningSubgraphs,
): Promise<Pressed & { expected: Buffer }> {
  const authorization = (connection: number) => `Bearer caller-${connection}`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: authorization(0) },
    body: JSON.stringify({ query }),
  });
  const expected = Buffer.from(await response.arrayBuffer());
  const { data, errors } = JSON.parse(expected.toString()) as { data?: unknown; errors?: unknown };
  if (!response.ok || errors || !data)
    throw new Error(`${side} answered ${response.status}: ${expected.toString().slice(0, 500)}`);
  return {
    url,
    pids,
    beside: [subgraphs.pid],
    expected,
    requestOf: (connection) => requestBytes(url, { query }, { authorization: authorization(connection) }),
  };
}

/** Lets a side come up to speed, and counts its fetches: one that answers from memory is found out. */
async function warmUp(
  contestant: Contestant,
  workload: Workload,
  subgraphs: RunningSubgraphs,
): Promise<void> {
  const calls = async () => Number(await (await fetch(`${subgraphs.url}/calls`)).text());
  const before = await calls();
  const { answered } = await press(contestant.pressed, connections, warmUpSeconds);
  contestant.fetches = ((await calls()) - before) / answered;
  if (contestant.side === 'bare' || contestant.side === 'hubInProcess') return;
  if (contestant.fetches < fewestFetches[workload])
    throw new Error(
      `${contestant.side} makes ${contestant.fetches} fetches for ${workload}, which needs ${fewestFetches[workload]}.`,
    );
}

export function medians(rounds: readonly Pressure[]): Pressure {
  const of = (key: keyof Pressure) => median(rounds.map((round) => round[key]));
  return {
    perSecond: of('perSecond'),
    answered: of('answered'),
    cpuMs: of('cpuMs'),
    p50: of('p50'),
    p99: of('p99'),
    resident: of('resident'),
    generatorBusy: of('generatorBusy'),
  };
}
