import type { ResponsePath } from '@apollo/query-planner';
import { isJsonObject, type JsonObject, own } from './json-object.ts';

/** The path of a plan's node within the answer; `@` stands for every element of a list. */
export type PlanPath = ResponsePath;

/** An object within an answer, and where it stands: field names and places in lists. */
export interface Occurrence {
  readonly object: JsonObject;
  readonly place: readonly (string | number)[];
}

/** What is at `path` beneath `value`, in order, those that are null left out; one for each place of an object. */
export function occurrencesOf(value: unknown, path: PlanPath): Occurrence[] {
  const found: Occurrence[] = [];
  occurrencesInto(found, [], value, path, 0);
  return found;
}

function occurrencesInto(
  found: Occurrence[],
  place: readonly (string | number)[],
  value: unknown,
  path: PlanPath,
  depth: number,
): void {
  if (value === undefined || value === null) return;
  const head = path[depth];
  if (Array.isArray(value)) {
    const next = head === '@' ? depth + 1 : depth;
    for (const [index, element] of value.entries())
      occurrencesInto(found, [...place, index], element, path, next);
  } else if (depth === path.length) found.push({ object: value as JsonObject, place });
  else if (isJsonObject(value)) {
    occurrencesInto(found, [...place, String(head)], own(value, String(head)), path, depth + 1);
  }
}
