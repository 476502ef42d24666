import type { FastifyInstance } from 'fastify';
import { log } from '../platform/log.ts';

/** Thrown by a check of something without which the process does its work all the same, if less well. */
export class Degraded extends Error {}

/** Rejects when what it checks is not ready; with `Degraded` when that keeps nobody from calling. */
export type ReadinessCheck = () => Promise<void>;

const checkTimeoutMs = 2_000;

/**
 * `/health/live`: the process answers. `/health/ready`: every check passes or is but degraded; 503 and
 * the names of those that fail otherwise. Why they fail stands in the log: an error may hold an address or a secret.
 */
export function serveHealth(app: FastifyInstance, checks: Readonly<Record<string, ReadinessCheck>>): void {
  app.get('/health/live', async () => ({ status: 'live' }));

  app.get('/health/ready', async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await outcome(name, check)] as const),
    );
    const ready = results.every(([, result]) => result !== 'failed');
    return await reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not ready', checks: Object.fromEntries(results) });
  });
}

async function outcome(name: string, check: ReadinessCheck): Promise<'ok' | 'degraded' | 'failed'> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${checkTimeoutMs} ms`)), checkTimeoutMs);
  });
  try {
    await Promise.race([check(), timeout]);
    return 'ok';
  } catch (error) {
    if (error instanceof Degraded) return 'degraded';
    log.warn({ err: error, check: name }, 'readiness check failed');
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}
