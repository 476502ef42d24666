import { createRequire } from 'node:module';
import path from 'node:path';
import { projectRoot } from '../platform/project-root.ts';
import { processorMs } from './machine.ts';

/** What is used of `autocannon`, which is installed in bench/ alone. */
type Autocannon = (options: {
  url: string;
  method: 'GET' | 'POST';
  body?: string;
  connections: number;
  duration: number;
  timeout: number;
  setupClient(client: { setHeaders(headers: Record<string, string>): void }): void;
}) => Promise<{
  '2xx': number;
  non2xx: number;
  errors: number;
  timeouts: number;
  duration: number;
}>;

/** One address under load. */
export interface Target {
  url: string;
  /** Null for an address that is read by GET. */
  query: string | null;
  /** The processes of the side that answers. */
  pids: readonly number[];
  /** Of each connection, by its number: no two are the same caller. */
  credentials(connection: number): Record<string, string>;
}

export interface LoadResult {
  perSecond: number;
  /** Requests that were answered. */
  answered: number;
  /** Processor time of the whole side for one request, in milliseconds. */
  processorMs: number;
  /** How busy the load generator's core was, 0 to 1. */
  generatorBusy: number;
}

export const connections = 32;

/**
 * Keeps `connections` connections busy, each with its next request as soon as it has the last answer.
 *
 * @throws when a request fails: figures of a side that errs mean nothing
 */
export async function load(target: Target, seconds: number): Promise<LoadResult> {
  const autocannon = createRequire(path.join(projectRoot, 'bench', 'package.json'))(
    'autocannon',
  ) as Autocannon;
  let connection = 0;
  const busyBefore = processorMs(target.pids);
  const cpu = process.cpuUsage();
  const started = performance.now();
  const result = await autocannon({
    url: target.url,
    ...(target.query === null
      ? { method: 'GET' }
      : { method: 'POST', body: JSON.stringify({ query: target.query }) }),
    connections,
    duration: seconds,
    timeout: 20,
    setupClient(client) {
      client.setHeaders({ 'content-type': 'application/json', ...target.credentials(connection) });
      connection += 1;
    },
  });
  const { user, system } = process.cpuUsage(cpu);
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${failed} requests to ${target.url} failed.`);
  return {
    perSecond: result['2xx'] / result.duration,
    answered: result['2xx'],
    processorMs: (processorMs(target.pids) - busyBefore) / result['2xx'],
    generatorBusy: (user + system) / 1000 / (performance.now() - started),
  };
}

/** One request; throws unless it is answered without errors. */
export async function ask(target: Target, connection = 0): Promise<{ data: unknown; text: string }> {
  const response = await fetch(target.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...target.credentials(connection) },
    body: JSON.stringify({ query: target.query }),
  });
  const text = await response.text();
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown };
  if (!response.ok || errors || !data) throw new Error(`${target.url} answered ${response.status}: ${text}`);
  return { data, text };
}
