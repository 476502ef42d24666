import type pg from 'pg';
import { LastingConnection } from '../db/lasting-connection.ts';
import { log } from '../log.ts';
import { Outage } from '../outage.ts';

/** Namespace of the advisory locks that say which workers live; any number, as long as every hub takes the same. */
const lockClass = 1_213_220_180;
const lookMs = 15_000;
/** When PostgreSQL was away, everybody's lock is gone: the living have this long to take theirs again. */
const graceMs = 3000;

/**
 * graphile-worker keeps a job locked for four hours when the process that ran it dies. Here each
 * process holds an advisory lock for each of its workers on one connection, so that PostgreSQL itself
 * says who lives; the jobs of a worker that has no such lock, twice in a row, are released to be run again.
 */
export class DeadWorkers {
  readonly #own = new Set<string>();
  readonly #connection: LastingConnection;
  readonly #outage = new Outage('look for the jobs of dead workers');
  #suspects = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(url: string) {
    this.#connection = new LastingConnection({
      url,
      name: 'workers',
      prepare: (client) => announce(client, [...this.#own]),
    });
  }

  /** Tells every process that a worker of this one lives; from before its first job until `close()`. */
  add(workerId: string): void {
    this.#own.add(workerId);
    this.#next(async () => {
      const { client } = this.#connection;
      if (client) await announce(client, [workerId]);
    });
  }

  async start(): Promise<void> {
    await this.#connection.open();
    this.#lookIn(0);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#working;
    await this.#connection.close();
  }

  #lookIn(ms: number): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#next(async () => {
        await this.#look();
        this.#lookIn(this.#suspects.size > 0 ? graceMs : lookMs);
      });
    }, ms);
  }

  /** One thing after the other on the one connection. */
  #next(work: () => Promise<void>): void {
    if (this.#closed) return;
    this.#working = this.#working.then(work).catch((error) => {
      // Nothing is lost: the jobs stay locked until the next look.
      this.#outage.failed(error);
      this.#suspects.clear();
      this.#lookIn(graceMs);
    });
  }

  async #look(): Promise<void> {
    const { client } = this.#connection;
    if (!client) throw new Error('The connection that says which workers live is not there.');
    const without = await withoutLock(client, [...this.#own]);
    const dead = without.filter((worker) => this.#suspects.has(worker));
    this.#suspects = new Set(without.filter((worker) => !dead.includes(worker)));
    if (dead.length > 0) {
      log.warn({ workers: dead }, 'releasing the jobs of workers that died');
      await client.query('SELECT graphile_worker.force_unlock_workers($1)', [dead]);
    }
    this.#outage.succeeded();
  }
}

/** The workers that hold jobs and no advisory lock, besides `own`. */
async function withoutLock(client: pg.Client, own: string[]): Promise<string[]> {
  const { rows } = await client.query<{ locked_by: string }>(
    `SELECT DISTINCT locked_by FROM graphile_worker._private_jobs AS jobs
     WHERE locked_by IS NOT NULL AND locked_by <> ALL($2) AND NOT EXISTS (
       SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = $1
         AND objid::bigint = hashtext(locked_by)::bigint & 4294967295
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
     )`,
    [lockClass, own],
  );
  return rows.map((row) => row.locked_by);
}

/** Shared, since the server may not have noticed yet that an earlier connection of this process is gone. */
async function announce(client: pg.Client, workerIds: string[]): Promise<void> {
  await client.query('SELECT pg_advisory_lock_shared($1, hashtext(id)) FROM unnest($2::text[]) AS id', [
    lockClass,
    workerIds,
  ]);
}
