import pg from 'pg';
import { log } from '../log.ts';

/** Namespace of the advisory locks that say which workers live; any number, as long as every hub takes the same. */
const lockClass = 1_213_220_180;
const lookMs = 15_000;

/**
 * graphile-worker keeps a job locked for four hours when the process that ran it dies. Here each
 * process holds an advisory lock for each of its workers on one connection, so that PostgreSQL itself
 * says who lives; the jobs of a worker without such a lock are released at once, to be run again.
 */
export class DeadWorkers {
  readonly #url: string;
  readonly #own = new Set<string>();
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(url: string) {
    this.#url = url;
  }

  /** Tells every process that a worker of this one lives; from before its first job until `close()`. */
  add(workerId: string): void {
    this.#own.add(workerId);
    this.#next(async () => {
      if (this.#client) await announce(this.#client, [workerId]);
    });
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), lookMs);
    this.#look();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#working;
    await this.#client?.end();
  }

  #look(): void {
    this.#next(() => this.#releaseJobs());
  }

  /** One thing after the other on the one connection. */
  #next(work: () => Promise<void>): void {
    if (this.#closed) return;
    this.#working = this.#working.then(work).catch((err) => {
      // Nothing is lost: the jobs stay locked until the next look.
      log.warn({ err }, 'cannot look for the jobs of dead workers yet');
      this.#client
        ?.end()
        .catch((error) => log.debug({ err: error }, 'the broken connection is gone already'));
      this.#client = undefined;
    });
  }

  async #releaseJobs(): Promise<void> {
    this.#client ??= await this.#connect();
    const { rows } = await this.#client.query<{ dead: string[] }>(
      `SELECT array_agg(DISTINCT locked_by) AS dead FROM graphile_worker._private_jobs AS jobs
       WHERE locked_by IS NOT NULL AND locked_by <> ALL($2) AND NOT EXISTS (
         SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = $1
           AND objid::bigint = hashtext(locked_by)::bigint & 4294967295
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       )`,
      [lockClass, [...this.#own]],
    );
    const dead = rows[0]?.dead ?? [];
    if (dead.length === 0) return;
    log.warn({ workers: dead }, 'releasing the jobs of workers that died');
    await this.#client.query('SELECT graphile_worker.force_unlock_workers($1)', [dead]);
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'workers',
      keepAlive: true,
    });
    client.on('error', (err) => log.warn({ err }, 'the connection that says which workers live broke'));
    await client.connect();
    await announce(client, [...this.#own]);
    return client;
  }
}

async function announce(client: pg.Client, workerIds: string[]): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1, hashtext(id)) FROM unnest($2::text[]) AS id', [
    lockClass,
    workerIds,
  ]);
}
