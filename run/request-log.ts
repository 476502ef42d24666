import { openPool } from '../platform/db/pool.ts';
import { RequestLog } from '../platform/request-log/request-log.ts';
import type { Lifecycle } from './lifecycle.ts';

/** The request log of a gateway in this process, with a connection of its own: it takes none from those who answer. */
export async function openRequestLog(lifecycle: Lifecycle, databaseUrl: string): Promise<RequestLog> {
  const pool = await lifecycle.start(
    'request log connection',
    () => openPool(databaseUrl, 'request-log', 1),
    (opened) => opened.end(),
  );
  return await lifecycle.start(
    'request log',
    () => new RequestLog(pool),
    (started) => started.close(),
  );
}
