import { readEnvironment } from '../platform/config.ts';
import { listening, workers } from './configuration.ts';
import type { Lifecycle } from './lifecycle.ts';
import { claimPort, localAddress, loopback } from './ports.ts';
import { startWorkers } from './workers/primary.ts';
import type { Siblings } from './workers/siblings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Serves the hub's graph or, with SUPERGRAPH, anybody's: from this process, or from as many as WORKERS says.
 *
 * @returns where
 * @throws ConfigError, StartError
 */
export async function startGatewayProcess(lifecycle: Lifecycle, environment: Environment): Promise<string> {
  const read = readEnvironment({ workers, listening }, environment);
  const { WORKERS: count } = read.workers;
  if (count === 1) return await serveGraph(lifecycle, environment);
  const host = environment.SUPERGRAPH ? loopback : read.listening.HOST;
  const port = await claimPort('PORT', host, read.listening.PORT);
  await startWorkers(lifecycle, { count, program: 'gateway-worker', settings: { port } });
  return localAddress(host, port);
}

/**
 * Serves from this process. Only then is loaded what serves.
 *
 * @param siblings absent when no other process serves at this port
 */
export async function serveGraph(
  lifecycle: Lifecycle,
  environment: Environment,
  siblings?: Siblings,
): Promise<string> {
  if (environment.SUPERGRAPH) {
    const { serveForeignSupergraph } = await import('./foreign-supergraph.ts');
    return (await serveForeignSupergraph(lifecycle, environment, siblings)).url;
  }
  const { startHubGateway } = await import('./hub-gateway.ts');
  return await startHubGateway(lifecycle, environment, siblings);
}
