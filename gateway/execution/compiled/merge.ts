import { isJsonObject, type JsonObject, own, setOwn } from './json-object.ts';

/**
 * Puts the fields of `source` into `target`: objects into objects, lists of one length element by element;
 * anything else takes the place of what was there. Objects that `target` lacks are taken over, not copied.
 */
export function mergeInto(target: JsonObject, source: unknown): void {
  if (!isJsonObject(source)) return;
  for (const name of Object.keys(source)) {
    const value = source[name];
    if (value === undefined) continue;
    const present = own(target, name);
    if (isJsonObject(value) && isJsonObject(present)) {
      if (present !== value) mergeInto(present, value);
    } else if (Array.isArray(value) && Array.isArray(present) && value.length === present.length) {
      if (present !== value) mergeLists(present, value);
    } else setOwn(target, name, value);
  }
}

function mergeLists(target: unknown[], source: readonly unknown[]): void {
  for (const [index, value] of source.entries()) {
    const present = target[index];
    if (isJsonObject(value) && isJsonObject(present)) {
      if (present !== value) mergeInto(present, value);
    } else if (Array.isArray(value) && Array.isArray(present) && value.length === present.length) {
      if (present !== value) mergeLists(present, value);
    } else target[index] = value;
  }
}
