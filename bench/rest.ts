import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Kind, print, visit } from 'graphql';
import { compileEndpoints } from '../gateway/rest/endpoint.ts';
import { readSupergraph, subgraphUrls } from '../gateway/supergraph.ts';
import { projectRoot } from '../platform/project-root.ts';
import { restInterface } from '../run/rest-interface.ts';
import { median, type Row, rate, times } from './figures.ts';
import type { RunningHub } from './hub.ts';
import { ask, connections, type LoadResult, load, type Target } from './load.ts';

const rounds = 5;

/** Rows (u) and (u2): a page of courses and one course by REST, beside the operations that are behind them by GraphQL. */
export async function measureRest(hub: RunningHub, seconds: number): Promise<Row[]> {
  const { programs } = await hub.run<{ programs: { nodes: { id: string }[] } }>(
    '{ programs { nodes { id } } }',
  );
  const [first] = programs.nodes;
  if (!first) throw new Error('There is no course.');
  return [
    {
      id: 'u',
      what: 'A page of courses by REST, beside the same operation by GraphQL: the ratio is of processor time',
      ...(await besideGraphql(hub, seconds, '/v1/courses', await textBehind('ListCourses'))),
    },
    {
      id: 'u2',
      what: '… one course',
      ...(await besideGraphql(hub, seconds, `/v1/courses/${first.id}`, await textBehind('GetCourse', first))),
    },
  ];
}

async function besideGraphql(
  hub: RunningHub,
  seconds: number,
  address: string,
  query: string,
): Promise<Omit<Row, 'id' | 'what'>> {
  const credentials = (connection: number) => ({ 'x-api-key': hub.keys[connection % hub.keys.length] ?? '' });
  const shared = { pids: [hub.pid], credentials };
  const rest: Target = { ...shared, url: `${hub.url}${address}`, query: null };
  const graphql: Target = { ...shared, url: `${hub.url}/graphql`, query };
  await sameItems(rest, graphql);
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
  return {
    hub: figure(mine),
    against: figure(theirs),
    ratio: times(processor(mine) / processor(theirs)),
    target: 'at most 1.15 ×',
  };
}

/** The text of the operation that is behind an endpoint, without our directives, and with `values` for its variables. */
async function textBehind(name: string, values: Readonly<Record<string, string>> = {}): Promise<string> {
  const sdl = await readFile(path.join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8');
  const reachable = subgraphUrls(sdl).map((subgraph) => subgraph.name);
  const supergraph = readSupergraph(sdl, { scopesCheckedBySubgraphs: true, reachable });
  const { sources } = await restInterface('');
  const endpoint = compileEndpoints(sources, supergraph).find((each) => each.operation.name === name);
  if (!endpoint) throw new Error(`There is no operation ${name}.`);
  const document = visit(endpoint.operation.document, {
    VariableDefinition: (definition) => {
      const value = values[definition.variable.name.value];
      return value === undefined ? undefined : { ...definition, defaultValue: { kind: Kind.STRING, value } };
    },
  });
  return print(document);
}

/** Throws unless both answer with the same courses; verifies all keys besides. */
async function sameItems(rest: Target, graphql: Target): Promise<void> {
  const mine = await fetch(rest.url, { headers: rest.credentials(0) });
  const { data } = await ask(graphql);
  const [one, other] = [idsIn(await mine.json()), idsIn(data)];
  if (one === '' || one !== other) throw new Error('They answer differently.');
  for (let connection = 0; connection < connections; connection += 1) {
    await fetch(rest.url, { headers: rest.credentials(connection) });
  }
}

/** The ids of courses in an answer, in its order. */
function idsIn(answer: unknown): string {
  return [...JSON.stringify(answer).matchAll(/"id":"([^"]+)","title"/g)].map(([, id]) => id).join();
}

function figure(results: readonly LoadResult[]): string {
  const processor = median(results.map(({ processorMs }) => processorMs));
  return `${rate(median(results.map(({ perSecond }) => perSecond)))}, ${processor.toFixed(2)} ms CPU`;
}
