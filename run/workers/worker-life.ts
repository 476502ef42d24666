import type { Worker } from 'node:cluster';
import { log } from '../../platform/log.ts';
import type { WorkerCalls } from './calls.ts';
import { type Calls, Channel } from './channel.ts';
import { endHandedConnection } from './handed-connection.ts';

/** How a process ended. */
export interface Ending {
  pid: number | undefined;
  code: number | null;
  signal: string | null;
}

/** One process of a worker, from its start to its end. */
export class WorkerLife {
  readonly channel: Channel<WorkerCalls>;
  /** Whether it came so far that it listens. */
  readonly listening: Promise<boolean>;
  readonly ended: Promise<Ending>;
  /** Whether it listens at this moment. */
  serving = false;

  /** @param here what the worker may call in this process */
  constructor(worker: Worker, here: Calls) {
    const { pid } = worker.process;
    endHandedConnection(worker);
    this.channel = new Channel(worker.process, here);
    this.ended = new Promise((resolve) => {
      worker.on('exit', (code: number | null, signal: string | null) => resolve({ pid, code, signal }));
      worker.on('error', (error: Error) => {
        // A connection or a message that did not reach one that has just ended, mostly.
        log.warn({ err: error, pid }, 'a worker was not reached');
        // No process was made, so none will end.
        if (pid === undefined) resolve({ pid, code: null, signal: null });
      });
    });
    this.listening = new Promise((resolve) => {
      worker.on('listening', () => {
        this.serving = true;
        resolve(true);
      });
      void this.ended.then(() => {
        this.serving = false;
        this.channel.close();
        resolve(false);
      });
    });
  }
}
