import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isInherited, isJsonObject, type JsonObject, reader, setOwn } from './json-object.ts';
import { mergeInto } from './merge.ts';
import { typeTest } from './type-conditions.ts';

/** What a subgraph is sent to find an entity by; null where the entity lacks a field of it. */
export type Represent = (entity: JsonObject) => JsonObject | null;

type Part = (entity: JsonObject, into: JsonObject) => boolean;

/** Builds the representation that a fetch requires of its entities. */
export function compileRepresentation(
  selections: readonly QueryPlanSelectionNode[],
  schema: GraphQLSchema,
): Represent {
  const [only] = selections;
  if (selections.length === 1 && only?.kind === 'InlineFragment') return ofOneType(only, schema);
  const written = writtenOut(selections);
  if (written) return written;
  const parts = selections.map((selection) => compilePart(selection, schema));
  return (entity) => {
    const representation: JsonObject = {};
    for (const part of parts) if (!part(entity, representation)) return null;
    return representation;
  };
}

/** What planners mostly require: fields of one type. */
function ofOneType(
  { typeCondition, selections }: Extract<QueryPlanSelectionNode, { kind: 'InlineFragment' }>,
  schema: GraphQLSchema,
): Represent {
  if (typeCondition === undefined) return () => ({});
  const isOfType = typeTest(schema, typeCondition);
  const represent = compileRepresentation(selections, schema);
  return (entity) => {
    const typename = entity.__typename;
    return (typeof typename === 'string' && isOfType(typename) && represent(entity)) || {};
  };
}

/**
 * Fields that are taken as they are, with their names written out, so that the engine knows the shapes of what it reads
 * and makes; undefined where they cannot be.
 */
function writtenOut(selections: readonly QueryPlanSelectionNode[]): Represent | undefined {
  const names = new Set<string>();
  for (const selection of selections) {
    if (selection.kind !== 'Field' || selection.selections || selection.alias !== undefined) return undefined;
    names.add(selection.name);
  }
  if ([...names].some(isInherited)) return undefined;
  // Made of this file's own text and of names that the GraphQL parser has let through, quoted nevertheless.
  const fields = [...names].map((name, index) => ({ name: JSON.stringify(name), value: `$${index}` }));
  const reads = fields.map(
    ({ name, value }) => `const ${value} = entity[${name}]; if (${value} === undefined) return null;`,
  );
  const made = fields.map(({ name, value }) => `${name}: ${value}`).join(', ');
  return new Function('entity', `'use strict'; ${reads.join(' ')} return { ${made} };`) as Represent;
}

/** Adds its part to a representation; false when the entity has not what it takes. */
function compilePart(selection: QueryPlanSelectionNode, schema: GraphQLSchema): Part {
  if (selection.kind === 'InlineFragment') {
    if (selection.typeCondition === undefined) return () => true;
    const isOfType = typeTest(schema, selection.typeCondition);
    const represent = compileRepresentation(selection.selections, schema);
    return (entity, into) => {
      const typename = entity.__typename;
      if (typeof typename === 'string' && isOfType(typename)) mergeInto(into, represent(entity), schema);
      return true;
    };
  }
  const { name, alias } = selection;
  // An alias is what the fetched data call it.
  const read = reader(alias ?? name);
  const within = selection.selections && compileRepresentation(selection.selections, schema);
  return (entity, into) => {
    const value = read(entity);
    if (value === undefined) return false;
    setOwn(into, name, within ? represented(value, within) : value);
    return true;
  };
}

function represented(value: unknown, represent: Represent): unknown {
  if (Array.isArray(value)) return value.map((element) => represented(element, represent));
  return isJsonObject(value) ? represent(value) : null;
}

/** Equal for representations that a subgraph cannot tell apart. */
export function keyOf(representation: JsonObject): string {
  let key = '';
  for (const name of Object.keys(representation)) {
    const value = representation[name];
    key += typeof value === 'string' ? `${value.length}:${value}` : `_${JSON.stringify(value)},`;
  }
  return key;
}
