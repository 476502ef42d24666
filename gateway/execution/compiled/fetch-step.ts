import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { ExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { AskedEntities, compileEntities, type Placer } from './asked-entities.ts';
import type { JsonObject } from './json-object.ts';
import { mergeInto } from './merge.ts';
import { compileRewrites } from './rewrites.ts';
import type { Run, Step } from './run.ts';
import { errorOfSubgraph } from './subgraph-error.ts';

type Errors = NonNullable<ExecutionResult['errors']> | readonly GraphQLFormattedError[];

/** One request to a subgraph: of a root field, or of entities. What it brings is merged into the run's data. */
export function compileFetch(fetch: FetchNode, schema: GraphQLSchema): Step {
  return fetch.requires ? fetchOfEntities(fetch, fetch.requires, schema) : fetchOfRoot(fetch, schema);
}

export type Send = (run: Run, variables: Record<string, unknown>) => Promise<ExecutionResult>;

export function sender(
  fetch: Pick<FetchNode, 'serviceName' | 'operation' | 'operationName' | 'operationDocumentNode'>,
): Send {
  const { serviceName, operation, operationName, operationDocumentNode: document } = fetch;
  return async ({ callers, context }, variables) => {
    const caller = callers[serviceName];
    if (!caller) throw new Error(`Couldn't find service with name "${serviceName}"`);
    return await caller.execute({ query: operation, variables, operationName, document }, context);
  };
}

/** Those of the client's variables that the fetch's operation has; absent ones stay absent. */
export function variablesOf(usages: readonly string[], given: Readonly<Record<string, unknown>>): JsonObject {
  const variables: JsonObject = {};
  for (const name of usages) {
    if (Object.hasOwn(given, name) && given[name] !== undefined) variables[name] = given[name];
  }
  return variables;
}

function fetchOfRoot(fetch: FetchNode, schema: GraphQLSchema): Step {
  const send = sender(fetch);
  const usages = fetch.variableUsages ?? [];
  const rewriteOutput = compileRewrites(fetch.outputRewrites, schema);
  return async (run, { path, objects }) => {
    if (objects.length === 0) return;
    try {
      const { data, errors } = await send(run, variablesOf(usages, run.variables));
      if (errors) {
        addErrors(run, fetch.serviceName, errors, (at) => at && [[...path.map(String), ...at]]);
      }
      rewriteOutput?.(data);
      for (const object of objects) mergeInto(object, data, schema);
    } catch (error) {
      run.errors.push(error as Error);
    }
  };
}

function fetchOfEntities(
  fetch: FetchNode,
  requires: readonly QueryPlanSelectionNode[],
  schema: GraphQLSchema,
): Step {
  const send = sender(fetch);
  const usages = fetch.variableUsages ?? [];
  const compiled = compileEntities(fetch, requires, schema);
  return async (run, place) => {
    const asked = new AskedEntities(compiled, [place]);
    if (asked.representations.length === 0) return;
    try {
      const variables = variablesOf(usages, run.variables);
      if ('representations' in variables) throw new Error('Variables cannot contain key "representations"');
      variables.representations = asked.representations;
      const { data, errors } = await send(run, variables);
      if (errors) addErrors(run, fetch.serviceName, errors, asked.placer(run));
      if (data) asked.merge(data._entities, 'data._entities');
    } catch (error) {
      run.errors.push(error as Error);
    }
  };
}

export function addErrors(run: Run, subgraph: string, errors: Errors, placesOfError: Placer): void {
  for (const error of errors) {
    for (const place of placesOfError(error.path) ?? [undefined]) {
      run.errors.push(errorOfSubgraph(error, subgraph, place));
    }
  }
}
