import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { projectRoot } from '../platform/project-root.ts';
import { composeMarket } from './market/market-supergraph.ts';
import type { Processes, Side } from './processes.ts';

/** The gateways over the market, each with what it is called in the table. */
export const gatewayTitles = {
  hubInProcess: 'Hub, subgraphs in process',
  hubHttp: 'Hub over HTTP, `SUPERGRAPH=file npm run gateway`',
  hubOwn: 'Hub over HTTP, its own subgraphs: signed tokens, batches',
  stock: 'Apollo Server 5 with Apollo Gateway 2.14',
  hive: 'Hive Gateway, router runtime',
  grafbase: 'Grafbase 0.80.4',
} as const;

export type GatewayName = keyof typeof gatewayTitles;

/** As `npm run gateway` starts it. */
const gatewayFlags = ['--max-semi-space-size=32'];

/** A gateway that answers. */
export interface RunningGateway {
  url: string;
  pids: readonly number[];
}

/** The subgraphs that all but `hubInProcess` call, on the load generator's core. */
export interface RunningSubgraphs {
  url: string;
  pid: number;
}

export async function startSubgraphs(processes: Processes): Promise<RunningSubgraphs> {
  const side = processes.start('prepared-subgraphs', [script('prepared-subgraphs')], {}, 'load');
  return { url: await announced(processes, 'prepared-subgraphs', side), pid: side.pid };
}

/** Starts one of the gateways over `subgraphs`. */
export async function startGatewaySide(
  processes: Processes,
  folder: string,
  name: GatewayName,
  subgraphs: RunningSubgraphs,
): Promise<RunningGateway> {
  const supergraph = path.join(folder, 'market.graphql');
  await writeFile(supergraph, composeMarket(subgraphs.url));
  const startNode = async (args: readonly string[], environment: Record<string, string> = {}) => {
    const side = processes.start(name, args, environment);
    return { url: await announced(processes, name, side), pids: [side.pid] };
  };
  switch (name) {
    case 'hubInProcess':
      return startNode([script('hub-market'), supergraph]);
    case 'hubOwn':
      return startNode([...gatewayFlags, script('hub-market'), supergraph, subgraphs.url]);
    case 'hubHttp':
      return startNode([...gatewayFlags, path.join(projectRoot, 'dist', 'run', 'gateway.js')], {
        SUPERGRAPH: supergraph,
        PORT: '0',
      });
    case 'stock':
      return startNode([script('stock-gateway'), supergraph]);
    case 'hive':
      return startHive(processes, supergraph);
    case 'grafbase':
      return startGrafbase(processes, folder, subgraphs);
  }
}

/** A server that answers the bytes of a file, whatever it is asked. */
export async function startBare(processes: Processes, name: string, file: string): Promise<RunningGateway> {
  const side = processes.start(name, [script('bare'), file]);
  return { url: await announced(processes, name, side), pids: [side.pid] };
}

async function startHive(processes: Processes, supergraph: string): Promise<RunningGateway> {
  const port = await freePort();
  const bench = path.join(projectRoot, 'bench');
  const side = processes.start('hive', [
    path.join(bench, 'node_modules', '@graphql-hive', 'gateway', 'dist', 'bin.js'),
    ...['supergraph', supergraph, '--hive-router-runtime', '--disable-websockets'],
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...['--config-path', path.join(bench, 'sides', 'hive.js')],
  ]);
  return { url: await answering(processes, 'hive', side, port), pids: [side.pid] };
}

async function startGrafbase(
  processes: Processes,
  folder: string,
  subgraphs: RunningSubgraphs,
): Promise<RunningGateway> {
  const port = await freePort();
  const home = path.join(folder, 'grafbase');
  await mkdir(home);
  const side = processes.start('grafbase', [script('grafbase'), subgraphs.url, String(port), home]);
  const url = await answering(processes, 'grafbase', side, port);
  // The Node process that starts it does nothing else: it is none of the gateway's.
  return { url, pids: [Number(/^process (\d+)$/m.exec(side.output())?.[1])] };
}

async function announced(processes: Processes, name: string, side: Side): Promise<string> {
  return processes.ready(
    name,
    side,
    () => /^(?:listening|The gateway serves .+) at (http\S+?)\.?$/m.exec(side.output())?.[1],
  );
}

/** Waits until the gateway at a port answers the smallest operation. */
async function answering(processes: Processes, name: string, side: Side, port: number): Promise<string> {
  const url = `http://127.0.0.1:${port}/graphql`;
  await processes.ready(name, side, () =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    }).then(
      async (response) => ((await response.text()).includes('"Query"') ? true : undefined),
      () => undefined,
    ),
  );
  return url;
}

function script(name: string): string {
  return path.join(import.meta.dirname, 'sides', `${name}.js`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
