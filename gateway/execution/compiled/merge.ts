import { type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';
import { isJsonObject, type JsonObject, own, setOwn } from './json-object.ts';

/**
 * Puts the fields of `source` into `target`: objects into objects, lists of one length element by element;
 * anything else takes the place of what was there. Objects that `target` lacks are taken over, not copied.
 *
 * @param schema by which an object that is known to be of one type does not become one of an interface: so it is
 *   called by a subgraph that has no more than an interface object for it
 */
export function mergeInto(target: JsonObject, source: unknown, schema: GraphQLSchema): void {
  if (!isJsonObject(source)) return;
  for (const name of Object.keys(source)) {
    const value = source[name];
    if (value === undefined) continue;
    const present = own(target, name);
    if (isJsonObject(value) && isJsonObject(present)) {
      if (present !== value) mergeInto(present, value, schema);
    } else if (Array.isArray(value) && Array.isArray(present) && value.length === present.length) {
      if (present !== value) mergeLists(present, value, schema);
    } else if (name !== '__typename' || !saysLess(value, present, schema)) setOwn(target, name, value);
  }
}

function mergeLists(target: unknown[], source: readonly unknown[], schema: GraphQLSchema): void {
  for (const [index, value] of source.entries()) {
    const present = target[index];
    if (isJsonObject(value) && isJsonObject(present)) {
      if (present !== value) mergeInto(present, value, schema);
    } else if (Array.isArray(value) && Array.isArray(present) && value.length === present.length) {
      if (present !== value) mergeLists(present, value, schema);
    } else target[index] = value;
  }
}

function saysLess(typename: unknown, known: unknown, schema: GraphQLSchema): boolean {
  if (typeof typename !== 'string' || typeof known !== 'string' || typename === known) return false;
  return isAbstractType(schema.getType(typename)) && isObjectType(schema.getType(known));
}
