import { median, megabytes, rate, times } from './figures.ts';
import type { MarketSide, Seen } from './gateway-market.ts';
import { gatewayTitles } from './gateway-sides.ts';
import { marketOperations, type Workload } from './market/market-operations.ts';
import { markdownTable } from './table.ts';

/** From here on the load generator may be what is measured. */
const busyGenerator = 0.9;

/** What is to be reached, in requests a second: `side` has to have at least so many times the peer's. */
interface Goal {
  side: 'hubHttp' | 'hubOwn' | 'hubInProcess';
  workload: Workload;
  /** Absent peers are shown without a target. */
  against: Partial<Record<MarketSide, number>>;
}

const goals: readonly Goal[] = [
  { side: 'hubHttp', workload: 'heavy', against: { stock: 9, hive: 2.5, grafbase: 1 } },
  { side: 'hubHttp', workload: 'small', against: { stock: 11, grafbase: 1 } },
  { side: 'hubOwn', workload: 'heavy', against: {} },
  { side: 'hubOwn', workload: 'small', against: {} },
  { side: 'hubInProcess', workload: 'heavy', against: { stock: 16, grafbase: 1.4 } },
  { side: 'hubInProcess', workload: 'small', against: { stock: 18, grafbase: 1.6 } },
];

const peers = ['stock', 'hive', 'grafbase', 'bare'] as const satisfies readonly MarketSide[];

const shortTitles: Readonly<Record<MarketSide, string>> = {
  hubHttp: 'over HTTP',
  hubOwn: 'over HTTP, own subgraphs',
  hubInProcess: 'in process',
  stock: 'stock Apollo',
  hive: 'Hive',
  grafbase: 'Grafbase',
  bare: 'bare Node',
};

/** What was reached of what is to be reached. */
export function goalsTable(seen: readonly Seen[]): string {
  const of = (side: MarketSide, workload: Workload) =>
    seen.find((one) => one.side === side && one.workload === workload);
  const rows: string[][] = [];
  for (const { side, workload, against } of goals) {
    const hub = of(side, workload);
    if (!hub) continue;
    const compared = peers.flatMap((peer) => {
      const other = of(peer, workload);
      return other ? [comparedWith(hub, other, against[peer])] : [];
    });
    const title = `Hub ${shortTitles[side]}, *${workload}*: requests a second`;
    rows.push(...compared.map((cells, i) => [i === 0 ? title : '…', ...cells]));
  }
  for (const side of ['hubHttp', 'hubInProcess'] as const) {
    const [hub, stock] = [of(side, 'heavy'), of('stock', 'heavy')];
    if (hub && stock)
      rows.push([
        `Hub ${shortTitles[side]}, *heavy*: memory under load`,
        'stock Apollo',
        times(hub.resident / stock.resident),
        '',
        '≤ 0.60 ×',
        reached(hub.resident <= 0.6 * stock.resident),
      ]);
  }
  const [inProcess, grafbase] = [of('hubInProcess', 'heavy'), of('grafbase', 'heavy')];
  if (inProcess && grafbase)
    rows.push([
      'Hub in process, *heavy*: p99',
      'Grafbase',
      `${inProcess.p99.toFixed(1)} ms to ${grafbase.p99.toFixed(1)} ms`,
      '',
      'no higher',
      reached(inProcess.p99 <= grafbase.p99),
    ]);
  return markdownTable([['', 'Against', 'Ratio', 'Ratio by CPU', 'Target', ''], ...rows]);
}

function comparedWith(hub: Seen, other: Seen, target: number | undefined): string[] {
  const ratio = median(hub.rounds.map((perSecond, i) => perSecond / (other.rounds[i] ?? Number.NaN)));
  return [
    shortTitles[other.side],
    times(ratio),
    times(other.cpuMs / hub.cpuMs),
    target === undefined ? '' : `≥ ${target} ×`,
    target === undefined ? '' : reached(ratio >= target),
  ];
}

function reached(yes: boolean): string {
  return yes ? 'reached' : 'missed';
}

/** All that was seen of each side. */
export function sidesTable(seen: readonly Seen[]): string {
  const titles: Readonly<Record<MarketSide, string>> = {
    ...gatewayTitles,
    bare: 'Bare Node, the same bytes',
  };
  const rows = (Object.keys(marketOperations) as Workload[]).flatMap((workload) =>
    seen
      .filter((one) => one.workload === workload)
      .map((one) => [
        `*${workload}*`,
        titles[one.side],
        rate(one.perSecond),
        `${one.cpuMs.toFixed(3)} ms`,
        `${one.p50.toFixed(1)} ms`,
        `${one.p99.toFixed(1)} ms`,
        megabytes(one.resident),
        one.fetches.toFixed(1),
        `${Math.round(100 * one.generatorBusy)} %${one.generatorBusy > busyGenerator ? ' (!)' : ''}`,
      ]),
  );
  return markdownTable([
    [
      'Workload',
      'Side',
      'Requests',
      'CPU for one',
      'p50',
      'p99',
      'Memory',
      'Fetches for one',
      'Generator busy',
    ],
    ...rows,
  ]);
}
