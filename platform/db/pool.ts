import pg from 'pg';
import { log } from '../log.ts';

/**
 * How long a connection that nobody needs stays open. A new one costs PostgreSQL a process that knows nothing of the
 * tables yet: where they ended after ten seconds, a few requests more than usual opened thirty at once, and all waited.
 */
export const idleConnectionMs = 300_000;

/** Plain PostgreSQL connections for what is not an entity: the event log, the queue. An idle connection that breaks is logged and replaced. */
export function openPool(url: string, name: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    idleTimeoutMillis: idleConnectionMs,
    application_name: name,
  });
  const report = ({ message }: Error) => {
    // A pool that is closed does not wait for its goodbyes to arrive.
    if (!pool.ending) log.warn({ pool: name, reason: message }, 'a database connection broke');
  };
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}
