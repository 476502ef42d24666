import type { ExecutionResult } from 'graphql';
import { AskedEntities, type CompiledEntities, compileEntities } from './asked-entities.ts';
import { compilePlace } from './collecting.ts';
import { addErrors, sender, variablesOf } from './fetch-step.ts';
import type { JsonObject } from './json-object.ts';
import { type EntitiesQuery, type MergedRequest, mergeQueries, readEntitiesQuery } from './merged-request.ts';
import type { PlanPath } from './places.ts';
import type { PlanSurroundings } from './plan-step.ts';
import type { EntityFetch } from './plan-units.ts';
import type { Run, Step } from './run.ts';

/** Fetches that ask for the same of the entities at several places. */
interface Part {
  readonly query: EntitiesQuery;
  readonly compiled: CompiledEntities;
  readonly places: { readonly path: PlanPath; readonly objects: ReturnType<typeof compilePlace> }[];
}

/** A part of which something is asked in a run. */
interface AskedPart {
  readonly index: number;
  readonly asked: AskedEntities;
}

/**
 * Fetches of entities from one subgraph as one request, in which each entity is asked for once. Works on the whole data
 * of a run. What the subgraph refuses as a whole is asked one by one.
 *
 * @returns null when one of them cannot be put together with others
 */
export function compileMergedFetch(
  fetches: readonly EntityFetch[],
  surroundings: PlanSurroundings,
): Step | null {
  const parts = partsOf(fetches, surroundings);
  const service = fetches[0]?.fetch.serviceName;
  if (!parts || service === undefined) return null;
  const usages = [...new Set(fetches.flatMap(({ fetch }) => fetch.variableUsages ?? []))];
  const requests = new Map<string, MergedRequest & { send: ReturnType<typeof sender> }>();
  const requestFor = (asking: readonly AskedPart[]) => {
    const key = asking.map(({ index }) => index).join();
    let request = requests.get(key);
    if (!request) {
      const merged = mergeQueries(asking.flatMap(({ index }) => parts[index]?.query ?? []));
      const { query: operation, operationName, document: operationDocumentNode } = merged;
      const send = sender({ serviceName: service, operation, operationName, operationDocumentNode });
      request = { ...merged, send };
      requests.set(key, request);
    }
    return request;
  };

  const ask = async (run: Run, asking: readonly AskedPart[]): Promise<void> => {
    const request = requestFor(asking);
    const variables = variablesOf(usages, run.variables);
    for (const [nth, { asked }] of asking.entries()) {
      variables[request.parts[nth]?.variable ?? ''] = asked.representations;
    }
    let result: ExecutionResult;
    try {
      result = await request.send(run, variables);
    } catch (error) {
      // As often as if each had been sent by itself.
      for (const { asked } of asking) {
        for (let nth = 0; nth < asked.asking; nth += 1) run.errors.push(error as Error);
      }
      return;
    }
    const { data } = result;
    // Some servers write `null` where nothing failed.
    const errors = result.errors ?? [];
    const nthOf = new Map<unknown, number>(request.parts.map(({ field }, nth) => [field, nth]));
    if (!data && asking.length > 1) {
      await Promise.all(asking.map((part) => ask(run, [part])));
      return;
    }
    for (const [nth, { asked }] of asking.entries()) {
      const field = request.parts[nth]?.field ?? '';
      // What is said of none of them is told by the first.
      const own = errors.filter(({ path }) => (nthOf.get(path?.[0]) ?? 0) === nth);
      addErrors(run, service, own, asked.placer(run));
      try {
        if (data) asked.merge((data as JsonObject)[field], `data.${field}`);
      } catch (error) {
        run.errors.push(error as Error);
      }
    }
  };

  return async (run) => {
    const asking: AskedPart[] = [];
    for (const [index, { compiled, places }] of parts.entries()) {
      const found = places.map(({ path, objects }) => ({ path, objects: objects(run) }));
      const asked = new AskedEntities(compiled, found);
      if (asked.representations.length > 0) asking.push({ index, asked });
    }
    if (asking.length > 0) await ask(run, asking);
  };
}

function partsOf(
  fetches: readonly EntityFetch[],
  { supergraphSchema: schema, sole }: PlanSurroundings,
): Part[] | null {
  const parts = new Map<string, Part>();
  for (const { fetch, path } of fetches) {
    const query = readEntitiesQuery(fetch);
    if (!query) return null;
    const { requires, inputRewrites, outputRewrites } = fetch;
    const key = JSON.stringify([query.selects, requires, inputRewrites, outputRewrites]);
    const part = parts.get(key);
    const place = { path, objects: compilePlace(path, sole) };
    if (part) part.places.push(place);
    else parts.set(key, { query, compiled: compileEntities(fetch, requires, schema), places: [place] });
  }
  return [...parts.values()];
}
