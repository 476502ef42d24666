import { EventEmitter } from 'node:events';
import { type CronItem, Logger, parseCronItems, run, type WorkerEvents } from 'graphile-worker';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { log, withRequestId } from '../log.ts';
import { DeadWorkers } from './dead-workers.ts';
import { patientPool } from './patient-pool.ts';
import type { TaskDefinition } from './task.ts';

const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;

export interface JobWorker {
  /** Takes no more jobs, and resolves when those that run are done. */
  stop(): Promise<void>;
}

/** Runs the jobs of `tasks`, and gives those of workers that died back to the queue. */
export async function startWorker(
  pool: Pool,
  databaseUrl: string,
  tasks: readonly TaskDefinition[],
  concurrency = 10,
): Promise<JobWorker> {
  const taskList = Object.fromEntries(
    tasks.map((task) => [
      task.name,
      async (payload: unknown) => {
        // A scheduled job brings graphile-worker's own `_cron` along.
        const { requestId, ...rest } = payload as { requestId?: string };
        const checked = task.payload.parse(rest);
        await withRequestId(requestId ?? uuidv7(), () => task.run(checked as never));
      },
    ]),
  );
  const deadWorkers = new DeadWorkers(databaseUrl);
  const events: WorkerEvents = new EventEmitter();
  // Jobs are locked in the name of the pool that its workers form.
  events.on('pool:create', ({ workerPool }) => deadWorkers.add(workerPool.id));
  const runner = await run({
    pgPool: patientPool(pool),
    taskList,
    concurrency,
    events,
    parsedCronItems: parseCronItems(scheduled(tasks)),
    pollInterval: 1000,
    noHandleSignals: true,
    logger: new Logger(
      (scope) => (level, message, meta) => log[levels[level]]({ ...scope, ...meta }, message),
    ),
  });
  await deadWorkers.start();
  return {
    async stop() {
      await runner.stop();
      await deadWorkers.close();
    },
  };
}

function scheduled(tasks: readonly TaskDefinition[]): CronItem[] {
  return tasks.flatMap(({ name, schedule }) => (schedule ? [{ task: name, match: schedule }] : []));
}
