import pg from 'pg';
import { log } from '../log.ts';

/** Plain PostgreSQL connections for what is not an entity: the event log, the queue. An idle connection that breaks is logged and replaced. */
export function openPool(url: string, name: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max, application_name: name });
  const report = (err: Error) => log.warn({ err, pool: name }, 'a database connection broke');
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}
