import { type Growth, growthTable } from './growth.ts';
import { growingClients, growingSubscribers } from './growth-callers.ts';
import { askedHub, growingList, growingTables } from './growth-rows.ts';
import { growingSubgraphs } from './growth-subgraphs.ts';
import { startHub } from './hub.ts';
import { describeMachine } from './machine.ts';
import { readOptions } from './options.ts';
import { writeReadme } from './readme.ts';
import { measured } from './run.ts';

// npm run bench:growth: what one unit costs while one thing grows.

const patienceMinutes = 30;
const keys = 32;
const parts = ['tables', 'list', 'clients', 'subscribers', 'subgraphs'] as const;

const { write, numbers, only } = readOptions(
  'npm run bench:growth',
  { seconds: 4, rows: 1_000_000, subscribers: 8000 },
  parts,
);
const wanted = (part: (typeof parts)[number]) => only.length === 0 || only.includes(part);
const tableSizes = [10_000, 100_000, 1_000_000].filter((size) => size <= numbers.rows);

await measured(patienceMinutes, async (processes, folder) => {
  const growths: Growth[] = [];
  if (wanted('subgraphs')) growths.push(await growingSubgraphs(processes, numbers.seconds));
  if (parts.some((part) => part !== 'subgraphs' && wanted(part))) {
    const asked = await askedHub(await startHub(processes, folder, keys), folder);
    if (wanted('clients')) growths.push(await growingClients(asked, numbers.seconds));
    if (wanted('subscribers')) growths.push(await growingSubscribers(asked, folder, numbers.subscribers));
    if (wanted('tables')) growths.push(...(await growingTables(asked, folder, tableSizes, numbers.seconds)));
    if (wanted('list')) growths.push(await growingList(asked, numbers.seconds));
  }
  const text = `${describeMachine()}\n\n${growthTable(growths)}`;
  process.stdout.write(`\n${text}\n`);
  if (write) await writeReadme('growth figures', text);
});
