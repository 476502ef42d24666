import { type MarketSide, measureMarket } from './gateway-market.ts';
import { gatewayTitles } from './gateway-sides.ts';
import { goalsTable, sidesTable } from './gateway-tables.ts';
import { describeMachine } from './machine.ts';
import { marketOperations, type Workload } from './market/market-operations.ts';
import { chosen, readOptions } from './options.ts';
import { writeReadme } from './readme.ts';
import { measured } from './run.ts';

// npm run bench:gateway: the hub's gateway side by side with others.

const patienceMinutes = 30;
const rounds = 3;
const allSides = [...Object.keys(gatewayTitles), 'bare'] as MarketSide[];
const allWorkloads = Object.keys(marketOperations) as Workload[];

const { write, numbers, only } = readOptions('npm run bench:gateway', { seconds: 5 }, [
  ...allSides,
  ...allWorkloads,
]);

await measured(patienceMinutes, async (processes, folder) => {
  const began = performance.now();
  const seen = await measureMarket(processes, folder, {
    workloads: chosen(allWorkloads, only),
    sides: chosen(allSides, only),
    rounds,
    seconds: numbers.seconds,
  });
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  const text = [
    describeMachine(),
    goalsTable(seen),
    sidesTable(seen),
    `${rounds} rounds of ${numbers.seconds} s each; it took ${minutes} minutes.`,
  ].join('\n\n');
  process.stdout.write(`\n${text}\n`);
  if (write) await writeReadme('gateway figures', text);
});
