import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPool } from '../platform/db/pool.ts';
import { type Row, rate, times } from './figures.ts';
import type { Processes } from './processes.ts';

const patienceMs = 300_000;

/**
 * Permits mirrored a second from the registry's stand-in, with no limit on calls: the hub's complete sweep
 * beside a loop that fetches the same pages and writes each with one statement, and does nothing else.
 */
export async function measurePermits(processes: Processes, folder: string, permits: number): Promise<Row[]> {
  const registry = await startSide(processes, 'permit-registry', [String(permits)], {}, 'load');
  const database = await startSide(processes, 'postgres', [path.join(folder, 'data of permits')]);
  const environment = { DATABASE_URL: database, SICANTIK_API_URL: registry };
  const pool = openPool(database, 'bench', 1);
  try {
    const plain = processes.start('plain-permits', [script('plain-permits')], environment);
    const bare = await found(
      () => /^mirrored (\S+) a second$/m.exec(plain.output())?.[1],
      'the plain mirror',
    );
    await startSide(processes, 'hub-permits', [], environment);
    const hub = await found(async () => {
      const { rows } = await pool.query(
        `SELECT status, last_error, permits_new / extract(epoch FROM ended_at - started_at) AS a_second
         FROM permits.permit_syncs WHERE ended_at IS NOT NULL`,
      );
      const [run] = rows;
      if (run && (run.status !== 'COMPLETED' || !(run.a_second > 0)))
        throw new Error(`${run.status}: ${run.last_error}`);
      return run?.a_second as string | undefined;
    }, 'the mirror');
    await processes.end('hub-permits');
    return [
      {
        id: 'o',
        what: `Permits mirrored a second, ${permits.toLocaleString('en')} of them over HTTP, against a loop that fetches and stores the same pages`,
        hub: rate(Number(hub)),
        against: rate(Number(bare)),
        ratio: times(Number(hub) / Number(bare)),
        target: '',
      },
    ];
  } finally {
    await pool.end();
  }
}

function script(name: string): string {
  return path.join(import.meta.dirname, 'sides', `${name}.js`);
}

async function startSide(
  processes: Processes,
  name: string,
  args: readonly string[],
  environment: Record<string, string> = {},
  core: 'measured' | 'load' = 'measured',
): Promise<string> {
  const side = processes.start(name, [script(name), ...args], environment, core);
  return processes.ready(name, side, () => /^listening at (\S+)$/m.exec(side.output())?.[1]);
}

async function found<T>(look: () => Promise<T | undefined> | T | undefined, what: string): Promise<T> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(100);
  }
  throw new Error(`Waited in vain for ${what}.`);
}
