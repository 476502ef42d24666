import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { ExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { mergeInto } from './merge.ts';
import { type PlanPath, placesOf } from './places.ts';
import { compileRepresentation, keyOf } from './representations.ts';
import { compileRewrites } from './rewrites.ts';
import type { Run, Step } from './run.ts';
import { errorOfSubgraph } from './subgraph-error.ts';

type ErrorPath = readonly (string | number)[];
type Errors = NonNullable<ExecutionResult['errors']> | readonly GraphQLFormattedError[];

/** One request to a subgraph: of a root field, or of entities. What it brings is merged into the run's data. */
export function compileFetch(fetch: FetchNode, schema: GraphQLSchema): Step {
  return fetch.requires ? fetchOfEntities(fetch, fetch.requires, schema) : fetchOfRoot(fetch, schema);
}

type Send = (run: Run, variables: Record<string, unknown>) => Promise<ExecutionResult>;

function sender(fetch: FetchNode): Send {
  const { serviceName, operation, operationName, operationDocumentNode: document } = fetch;
  return async ({ callers, context }, variables) => {
    const caller = callers[serviceName];
    if (!caller) throw new Error(`Couldn't find service with name "${serviceName}"`);
    return await caller.execute({ query: operation, variables, operationName, document }, context);
  };
}

/** Those of the client's variables that the fetch's operation has; absent ones stay absent. */
function variablesOf(usages: readonly string[], given: Readonly<Record<string, unknown>>): JsonObject {
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
      for (const object of objects) mergeInto(object, data);
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
  const represent = compileRepresentation(requires, schema);
  const rewriteInput = compileRewrites(fetch.inputRewrites, schema);
  const rewriteOutput = compileRewrites(fetch.outputRewrites, schema);
  return async (run, { path, objects }) => {
    const asked = new Asked();
    for (const [index, entity] of objects.entries()) {
      const representation = represent(entity);
      if (!representation?.__typename) continue;
      rewriteInput?.(representation);
      asked.add(representation, entity.__typename, index);
    }
    if (asked.representations.length === 0) return;
    try {
      const variables = variablesOf(usages, run.variables);
      if ('representations' in variables) throw new Error('Variables cannot contain key "representations"');
      variables.representations = asked.representations;
      const { data, errors } = await send(run, variables);
      if (errors) addErrors(run, fetch.serviceName, errors, placer(run, path, asked));
      if (!data) return;
      for (const [position, entity] of entitiesOf(data, asked.representations.length).entries()) {
        if (!isJsonObject(entity)) continue;
        for (const [nth, index] of (asked.askers[position] ?? []).entries()) {
          const target = objects[index] as JsonObject;
          if (nth === 0) {
            entity.__typename ||= target.__typename;
            rewriteOutput?.(entity);
          }
          mergeInto(target, entity);
        }
      }
    } catch (error) {
      run.errors.push(error as Error);
    }
  };
}

/** The representations of one request, each once, and which of the objects asked for each. */
class Asked {
  readonly representations: JsonObject[] = [];
  readonly askers: number[][] = [];
  readonly #positions = new Map<string, number>();

  /** @param typename of the object that asks: one interface object may stand for objects of several types */
  add(representation: JsonObject, typename: unknown, index: number): void {
    const key = `${typename} ${keyOf(representation)}`;
    const position = this.#positions.get(key);
    if (position !== undefined) {
      this.askers[position]?.push(index);
      return;
    }
    this.#positions.set(key, this.representations.length);
    this.representations.push(representation);
    this.askers.push([index]);
  }
}

function entitiesOf(data: JsonObject, expected: number): readonly unknown[] {
  const entities = data._entities;
  if (!Array.isArray(entities)) throw new Error('Expected "data._entities" in response to be an array');
  if (entities.length !== expected) {
    throw new Error(`Expected "data._entities" to contain ${expected} elements`);
  }
  return entities;
}

/** Where in the whole answer an error stands; at several places when several asked for the same entity. */
type Placer = (path: ErrorPath | undefined) => readonly ErrorPath[] | undefined;

function placer(run: Run, path: PlanPath, asked: Asked): Placer {
  let places: readonly ErrorPath[] | undefined;
  return (at) => {
    if (!at) return undefined;
    const [, position, ...rest] = at;
    if (typeof position !== 'number') return [[...path.map(String), ...at]];
    places ??= placesOf(run.data, path);
    const known = places;
    return asked.askers[position]?.map((index) => [...(known[index] ?? []), ...rest]) ?? [rest];
  };
}

function addErrors(run: Run, subgraph: string, errors: Errors, placesOfError: Placer): void {
  for (const error of errors) {
    for (const place of placesOfError(error.path) ?? [undefined]) {
      run.errors.push(errorOfSubgraph(error, subgraph, place));
    }
  }
}
