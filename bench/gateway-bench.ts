import { hotOperationsTable, measureHotOperations } from './gateway-hub.ts';
import { type MarketSide, measureMarket } from './gateway-market.ts';
import { gatewayTitles } from './gateway-sides.ts';
import { goalsTable, sidesTable } from './gateway-tables.ts';
import { describeMachine } from './machine.ts';
import { marketOperations, type Workload } from './market/market-operations.ts';
import { chosen, readOptions } from './options.ts';
import { writeReadme } from './readme.ts';
import { measured } from './run.ts';

// npm run bench:gateway: the hub's gateway side by side with others, and the whole hub with and without its guards.

const patienceMinutes = 30;
const rounds = 3;
const allSides = [...Object.keys(gatewayTitles), 'bare'] as MarketSide[];
const allWorkloads = Object.keys(marketOperations) as Workload[];

const { write, numbers, only } = readOptions('npm run bench:gateway', { seconds: 5 }, [
  ...allSides,
  ...allWorkloads,
  'hub',
]);

await measured(patienceMinutes, async (processes, folder) => {
  const began = performance.now();
  const { seconds } = numbers;
  const parts = [describeMachine()];
  if (only.length === 0 || only.some((name) => name !== 'hub')) {
    const [workloads, sides] = [chosen(allWorkloads, only), chosen(allSides, only)];
    const seen = await measureMarket(processes, folder, { workloads, sides, rounds, seconds });
    parts.push(goalsTable(seen), sidesTable(seen));
  }
  if (only.length === 0 || only.includes('hub')) {
    console.error('Measuring: hub ...');
    parts.push(hotOperationsTable(await measureHotOperations(processes, folder, { rounds, seconds })));
  }
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  parts.push(`${rounds} rounds of ${seconds} s each; it took ${minutes} minutes.`);
  const text = parts.join('\n\n');
  process.stdout.write(`\n${text}\n`);
  if (write) await writeReadme('gateway figures', text);
});
