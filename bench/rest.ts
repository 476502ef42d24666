import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { print } from 'graphql';
import { compileEndpoints } from '../gateway/rest/endpoint.ts';
import { readSupergraph, subgraphUrls } from '../gateway/supergraph.ts';
import { projectRoot } from '../platform/project-root.ts';
import { restInterface } from '../run/rest-interface.ts';
import { median, type Row, rate, times } from './figures.ts';
import type { RunningHub } from './hub.ts';
import { connections, type LoadResult, load, type Target } from './load.ts';

const rounds = 5;
const operation = 'ListCourses';

/** Row (u): a page of courses by REST, beside the operation that is behind it by GraphQL. */
export async function measureRest(hub: RunningHub, seconds: number): Promise<Row[]> {
  const credentials = (connection: number) => ({ 'x-api-key': hub.keys[connection % hub.keys.length] ?? '' });
  const shared = { pids: [hub.pid], credentials };
  const rest: Target = { ...shared, url: `${hub.url}/v1/courses`, query: null };
  const graphql: Target = { ...shared, url: `${hub.url}/graphql`, query: await textBehind(operation) };
  await sameItems(hub, rest, graphql);
  const taken = new Map<Target, LoadResult[]>([
    [rest, []],
    [graphql, []],
  ]);
  for (const target of taken.keys()) await load(target, seconds);
  for (let round = 0; round < rounds; round += 1) {
    for (const [target, results] of taken) results.push(await load(target, seconds));
  }
  const [mine = [], theirs = []] = taken.values();
  const processor = (results: readonly LoadResult[]) => median(results.map(({ processorMs }) => processorMs));
  return [
    {
      id: 'u',
      what: 'A page of courses by REST, beside the same operation by GraphQL: the ratio is of processor time',
      hub: figure(mine),
      against: figure(theirs),
      ratio: times(processor(mine) / processor(theirs)),
      target: 'at most 1.15 ×',
    },
  ];
}

/** The text of the operation that is behind an endpoint, without our directives. */
async function textBehind(name: string): Promise<string> {
  const sdl = await readFile(path.join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8');
  const reachable = subgraphUrls(sdl).map((subgraph) => subgraph.name);
  const supergraph = readSupergraph(sdl, { scopesCheckedBySubgraphs: true, reachable });
  const { sources } = await restInterface('');
  const endpoint = compileEndpoints(sources, supergraph).find((each) => each.operation.name === name);
  if (!endpoint) throw new Error(`There is no operation ${name}.`);
  return print(endpoint.operation.document);
}

/** Throws unless both answer with the same courses. */
async function sameItems(hub: RunningHub, rest: Target, graphql: Target): Promise<void> {
  const answer = await fetch(rest.url, { headers: rest.credentials(0) });
  const { data } = (await answer.json()) as { data: { id: string }[] };
  const { programs } = await hub.run<{ programs: { nodes: { id: string }[] } }>(graphql.query ?? '');
  const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id).join();
  if (data.length === 0 || ids(data) !== ids(programs.nodes)) throw new Error('They answer differently.');
  for (let connection = 0; connection < connections; connection += 1) {
    await fetch(rest.url, { headers: rest.credentials(connection) });
  }
}

function figure(results: readonly LoadResult[]): string {
  const processor = median(results.map(({ processorMs }) => processorMs));
  return `${rate(median(results.map(({ perSecond }) => perSecond)))}, ${processor.toFixed(2)} ms CPU`;
}
