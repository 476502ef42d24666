import type { FastifyInstance } from 'fastify';
import { createSandbox, sandboxConfiguration } from '../../integrations/sandbox.ts';

export const environments = ['live', 'sandbox'] as const;
export type Environment = (typeof environments)[number];

/** Outside systems of one environment: what they were sent, and the secrets that the hub knows them by. */
export interface World {
  url: string;
  server: FastifyInstance;
  calls: string[];
  configuration: Record<string, string>;
}

export async function openWorld(environment: Environment): Promise<World> {
  const calls: string[] = [];
  const secret = (name: string) => `${environment}-secret-of-${name}`;
  const server = createSandbox({
    configuration: sandboxConfiguration(secret, ''),
    callbackRetryMs: [20, 50],
  });
  server.addHook('onRequest', async ({ method, url }) => {
    if (!url.includes('/_control/')) calls.push(`${method} ${url.split('?')[0]}`);
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return { url, server, calls, configuration: sandboxConfiguration(secret, url) };
}
