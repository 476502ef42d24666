import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '../../log.ts';
import { StartError } from '../../start-error.ts';
import { endLeftover } from './leftover.ts';
import { type Server, type ServerOptions, startServer } from './server.ts';

/** A server that ends this often by itself within this time is not started again. */
const mostDeaths = 5;
const withinMs = 60_000;
const pauseMs = 500;

/**
 * Starts PostgreSQL as `startServer` does, and starts it again at the same port when it ends by itself:
 * it recovers what was committed, and the hub goes on.
 */
export async function startKeptServer(options: ServerOptions): Promise<Server> {
  let server = await startServer(options);
  const { port } = server;
  const deaths: number[] = [];
  let stopping = false;

  const restart = async () => {
    log.error({ logFile: options.logFile }, 'PostgreSQL has ended by itself and is started again');
    // One whose watcher was killed may still be at work.
    await endLeftover(options.cluster);
    server = await startServer({ ...options, port });
    log.info('PostgreSQL runs again');
  };
  const keep = async (): Promise<void> => {
    for (;;) {
      await server.exited;
      if (stopping) return;
      const now = performance.now();
      deaths.push(now);
      if (deaths.filter((death) => now - death < withinMs).length >= mostDeaths) {
        throw new StartError(
          `PostgreSQL ends by itself again and again, and the hub cannot go on without it. Its log is ${options.logFile}`,
        );
      }
      await sleep(deaths.length > 1 ? pauseMs : 0);
      if (!stopping) {
        // A start that fails is one more death.
        await restart().catch((err) => log.error({ err }, 'PostgreSQL could not be started again'));
      }
      if (stopping) return server.stop();
    }
  };
  const kept = keep();
  kept.catch(() => undefined);
  return {
    port,
    exited: kept,
    async stop() {
      stopping = true;
      await server.stop();
      // What was being started at this moment is ended by `keep`.
      await kept.catch(() => undefined);
    },
  };
}
