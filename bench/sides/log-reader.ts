import { openPool } from '../../platform/db/pool.ts';
import { readPage } from '../../platform/events/log-page.ts';

// Reads the event log behind a position with `pg`, page by page as the hub does, and nothing else.

const [url = '', after = '0'] = process.argv.slice(2);
const pool = openPool(url, 'bench', 1);
let place = { day: '-infinity', position: Number(after) };
let count = 0;
await pool.query('SELECT 1');
const started = performance.now();
for (;;) {
  const page = await readPage(pool, place, 500);
  const last = page.at(-1);
  if (!last) break;
  count += page.length;
  place = { day: last.day, position: last.position };
}
process.stdout.write(`read ${count} events in ${performance.now() - started} ms\n`);
await pool.end();
// Until the bench has read that, and ends it.
setInterval(() => {}, 60_000);
