import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { composeShop } from '../gateway/fixtures/shop.ts';
import { projectRoot } from '../platform/project-root.ts';
import type { Processes } from './processes.ts';

/** A side of the comparison, with the processes that it consists of. */
interface RunningSide {
  url: string;
  pids: readonly number[];
}

export type SideName = 'hub' | 'stock' | 'hive' | 'bare' | 'hubOverHttp';

export type Sides = Record<SideName, RunningSide> & {
  /** Address of the subgraphs that all but `hub` and `bare` call. */
  subgraphs: string;
};

/**
 * Starts every gateway over the shop's subgraphs; all but `hub` share one process that serves them over
 * HTTP, since only one is under load at a time.
 *
 * @param answerOf makes the file of the bytes that `bare` is to answer from what the hub answers
 */
export async function startSides(
  processes: Processes,
  folder: string,
  answerOf: (hub: RunningSide) => Promise<string>,
): Promise<Sides> {
  const script = (name: string, ...args: string[]) => startScript(processes, name, args);
  const subgraphs = await script('subgraphs');
  const supergraph = path.join(folder, 'supergraph.graphql');
  await writeFile(
    supergraph,
    composeShop({
      accounts: `${subgraphs.url}/accounts`,
      products: `${subgraphs.url}/products`,
      reviews: `${subgraphs.url}/reviews`,
    }),
  );
  const withSubgraphs = ({ url, pids }: RunningSide) => ({ url, pids: [...pids, ...subgraphs.pids] });
  const hub = await script('hub-gateway', 'in-process');
  return {
    subgraphs: subgraphs.url,
    hub,
    bare: await script('bare', await answerOf(hub)),
    stock: withSubgraphs(await script('stock-gateway', supergraph)),
    hubOverHttp: withSubgraphs(await script('hub-gateway', 'http', subgraphs.url)),
    hive: withSubgraphs(await startHive(processes, supergraph)),
  };
}

/** Starts dist/bench/sides/<script>.js, and waits for the address that it announces. */
async function startScript(
  processes: Processes,
  script: string,
  args: readonly string[],
): Promise<RunningSide> {
  const name = [script, ...args.slice(0, 1).map((arg) => path.basename(arg))].join('-');
  const side = processes.start(name, [path.join(import.meta.dirname, 'sides', `${script}.js`), ...args]);
  const url = await processes.ready(name, side, () => /^listening at (\S+)$/m.exec(side.output())?.[1]);
  return { url, pids: [side.pid] };
}

async function startHive(processes: Processes, supergraph: string): Promise<RunningSide> {
  const port = await freePort();
  const bench = path.join(projectRoot, 'bench');
  const side = processes.start('hive', [
    path.join(bench, 'node_modules', '@graphql-hive', 'gateway', 'dist', 'bin.js'),
    ...['supergraph', supergraph, '--hive-router-runtime', '--disable-websockets'],
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...['--config-path', path.join(bench, 'sides', 'hive.js')],
  ]);
  const url = `http://127.0.0.1:${port}`;
  const ready = () =>
    fetch(`${url}/readiness`).then(
      ({ ok }) => ok || undefined,
      () => undefined,
    );
  await processes.ready('hive', side, ready);
  return { url: `${url}/graphql`, pids: [side.pid] };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
