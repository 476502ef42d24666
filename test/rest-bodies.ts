import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@jest/globals';
import { actualCost, writtenCost } from '../gateway/cost/operation-cost.ts';
import { compiledExecutor } from '../gateway/execution/compiled/compiled-executor.ts';
import { type Faults, madeUpSubgraph } from '../gateway/execution/differential/made-up-subgraph.ts';
import { hubGraph } from '../gateway/execution/differential/supergraphs.ts';
import { type Callers, isWritten } from '../gateway/execution/executor.ts';
import { bodyAround, bodyOf } from '../gateway/rest/body.ts';
import { compileEndpoints, type Endpoint } from '../gateway/rest/endpoint.ts';
import type { Example } from '../gateway/rest/openapi/examples.ts';
import { readSupergraph, type Supergraph, subgraphUrls } from '../gateway/supergraph.ts';
import { anonymous } from '../platform/auth/principal.ts';
import { projectRoot } from '../platform/project-root.ts';
import { restInterface } from '../run/rest-interface.ts';
import type { AnswerCheck } from './answer-check.ts';
import { addressOf, sendRest } from './rest-requests.ts';

/** The body of an answer and its cost, made in both ways. */
interface BothWays {
  operation: string;
  /** The answer first, and the body of it. */
  made: [body: string | undefined, cost: number];
  /** The body at once. */
  written: [body: string | undefined, cost: number];
}

const execute = compiledExecutor(1);

/** The endpoints as they fit the committed supergraph. */
export async function committedEndpoints(): Promise<Endpoint[]> {
  return (await committedInterface()).endpoints;
}

/** The same, with the supergraph. */
export async function committedInterface(): Promise<{ endpoints: Endpoint[]; supergraph: Supergraph }> {
  const sdl = await readFile(path.join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8');
  const reachable = subgraphUrls(sdl).map(({ name }) => name);
  const { sources } = await restInterface('');
  const supergraph = readSupergraph(sdl, { scopesCheckedBySubgraphs: true, reachable });
  return { endpoints: compileEndpoints(sources, supergraph), supergraph };
}

/** Runs the examples of all endpoints whose bodies are written at once over subgraphs that make up what they answer. */
async function bodiesBothWays(
  endpoints: readonly Endpoint[],
  examples: Readonly<Record<string, Example>>,
  faults: Faults,
): Promise<BothWays[]> {
  const sdls = Object.entries(await hubGraph());
  const callers = Object.fromEntries(sdls.map(([name, sdl]) => [name, madeUpSubgraph(name, sdl, faults)]));
  const both: BothWays[] = [];
  for (const endpoint of endpoints) {
    const example = examples[endpoint.operation.name];
    const found = example && endpoint.plan().layout && (await bothWays(endpoint, example, callers));
    if (found) both.push(found);
  }
  return both;
}

async function bothWays(
  endpoint: Endpoint,
  { path: given, query, body }: Example,
  callers: Callers,
): Promise<BothWays | undefined> {
  const { name, rest } = endpoint.operation;
  const planned = endpoint.plan();
  const { variables } = endpoint.reader.read({ path: given, query, body });
  const request = { variables, context: { principal: anonymous, requestId: name } };
  const answer = await execute(planned, request, callers);
  const written = await execute.written?.(planned, request, callers);
  // Where all is null of an error nothing is written.
  if (!written || !isWritten(written)) return undefined;
  return {
    operation: name,
    made: [
      JSON.stringify(bodyOf(endpoint, rest, answer.data ?? {}, variables)),
      actualCost(planned, answer.data, variables),
    ],
    written: [bodyAround(endpoint, rest, written.json), writtenCost(written)],
  };
}

/** The bodies of all endpoints, over subgraphs that are well, of which some fields fail, and of which many do. */
export async function expectSameBodies(examples: Readonly<Record<string, Example>>): Promise<void> {
  const endpoints = await committedEndpoints();
  for (const field of [0, 60, 12]) {
    const both = await bodiesBothWays(endpoints, examples, { field, broken: 0, away: 0 });
    expect(both.length).toBeGreaterThan(endpoints.length / 3);
    expect(both.map(({ operation, written }) => [operation, ...written])).toEqual(
      both.map(({ operation, made }) => [operation, ...made]),
    );
  }
}

/** Reads what can still be read of the examples, until their bodies are written by functions of their own. */
export async function expectSameReads(
  url: string,
  key: string,
  examples: Readonly<Record<string, Example>>,
  check: AnswerCheck,
): Promise<void> {
  let compared = 0;
  for (const [operation, { path: parts, query }] of Object.entries(examples)) {
    const { method, template } = check.operation(operation);
    if (method !== 'GET') continue;
    const read = () => sendRest(url, 'GET', addressOf(template, parts, query), { key });
    const first = await read();
    if (first.status !== 200) continue;
    compared += 1;
    for (let again = 0; again < 3; again += 1) {
      const { text, headers } = await read();
      expect([operation, text, headers.get('etag')]).toEqual([
        operation,
        first.text,
        first.headers.get('etag'),
      ]);
    }
  }
  expect(compared).toBeGreaterThan(30);
}
