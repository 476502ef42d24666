import { Logger, type Runner, run } from 'graphile-worker';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { log, withRequestId } from '../log.ts';
import type { TaskDefinition } from './task.ts';

const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;

/** Runs the jobs of `tasks` until `stop()`, which lets running ones finish. */
export function startWorker(pool: Pool, tasks: readonly TaskDefinition[], concurrency = 10): Promise<Runner> {
  const taskList = Object.fromEntries(
    tasks.map((task) => [
      task.name,
      async (payload: unknown) => {
        const { requestId, ...rest } = payload as { requestId?: string };
        const checked = task.payload.parse(rest);
        await withRequestId(requestId ?? uuidv7(), () => task.run(checked as never));
      },
    ]),
  );
  return run({
    pgPool: pool,
    taskList,
    concurrency,
    pollInterval: 1000,
    noHandleSignals: true,
    noPreparedStatements: false,
    logger: new Logger(
      (scope) => (level, message, meta) => log[levels[level]]({ ...scope, ...meta }, message),
    ),
  });
}
