import type { Pool, PoolClient } from 'pg';
import { systemErrorCode } from '../system-error.ts';

/**
 * How PostgreSQL says that it does not take connections yet. After this, graphile-worker tries again to
 * store how a job went; after any other failure of a connection it gives up, and takes the process along.
 */
const cannotConnectNow = '57P03';
const sqlState = /^(?=.*\d)[0-9A-Z]{5}$/;
const ofConnections = /^(08|57P)/;

/** Connections of `pool` that say of everything by which they break that PostgreSQL is away, to be tried again. */
export function patientPool(pool: Pool): Pool {
  const patient: Pool = Object.create(pool);
  const connect = pool.connect.bind(pool) as (...args: unknown[]) => Promise<PoolClient> | undefined;
  const wrapped = new WeakSet<PoolClient>();
  patient.connect = ((...args: unknown[]) =>
    connect(...args)?.then((client) => {
      if (!wrapped.has(client)) makePatient(client);
      wrapped.add(client);
      return client;
    }, rethrow)) as Pool['connect'];
  return patient;
}

function makePatient(client: PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  client.query = ((...args: unknown[]) => {
    const result = query(...args);
    return isPromise(result) ? result.then(undefined, rethrow) : result;
  }) as PoolClient['query'];
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function rethrow(error: unknown): never {
  if (!isOfConnection(error)) throw error;
  throw Object.assign(new Error(error.message, { cause: error }), { code: cannotConnectNow });
}

/** Whether an error is one of the connection, and none of the statement. */
export function isOfConnection(error: unknown): error is Error {
  if (typeof error !== 'object' || error === null || !('message' in error)) return false;
  const code = systemErrorCode(error);
  if (code === undefined) return /connection|connect|not queryable/i.test(String(error.message));
  return sqlState.test(code) ? ofConnections.test(code) : true;
}
