import type { ResponsePath } from '@apollo/query-planner';
import { isJsonObject, type JsonObject, own } from './json-object.ts';

/** The path of a plan's node within the answer; `@` stands for every element of a list. */
export type PlanPath = ResponsePath;

/** What is at `path` beneath `value`, in order, those that are null left out. */
export function collect(value: unknown, path: PlanPath): JsonObject[] {
  const found: JsonObject[] = [];
  collectInto(found, value, path, 0);
  return found;
}

function collectInto(found: JsonObject[], value: unknown, path: PlanPath, depth: number): void {
  if (value === undefined || value === null) return;
  if (depth === path.length) {
    if (Array.isArray(value)) for (const element of value) collectInto(found, element, path, depth);
    else found.push(value as JsonObject);
    return;
  }
  const head = path[depth];
  if (head === '@') {
    if (!Array.isArray(value)) throw new Error('A subgraph answered with something else than a list.');
    for (const element of value) collectInto(found, element, path, depth + 1);
  } else {
    if (Array.isArray(value)) throw new Error(`A subgraph answered with a list around ${head}.`);
    collectInto(found, isJsonObject(value) ? own(value, String(head)) : undefined, path, depth + 1);
  }
}

/** Where each of what `collect` finds stands, in the same order: field names and places in lists. */
export function placesOf(value: unknown, path: PlanPath): (string | number)[][] {
  const places: (string | number)[][] = [];
  placesInto(places, [], value, path, 0);
  return places;
}

function placesInto(
  places: (string | number)[][],
  place: (string | number)[],
  value: unknown,
  path: PlanPath,
  depth: number,
): void {
  if (value === undefined || value === null) return;
  const head = path[depth];
  if (Array.isArray(value)) {
    const next = head === '@' ? depth + 1 : depth;
    for (const [index, element] of value.entries())
      placesInto(places, [...place, index], element, path, next);
  } else if (depth === path.length) places.push(place);
  else if (isJsonObject(value)) {
    placesInto(places, [...place, String(head)], own(value, String(head)), path, depth + 1);
  }
}
