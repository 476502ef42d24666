import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import { scopesOf } from '../../needed-scopes.ts';
import type { ShapedField } from '../answer-shape.ts';

/** The scopes that an answer always needs: of each field that needs some, the alternatives. */
export function neededScopes(root: ShapedField, supergraphSchema: GraphQLSchema): string[][] {
  const needed = new Map<string, string[]>();
  for (const field of alwaysThere(root)) {
    const type = supergraphSchema.getType(field.parent.name);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const alternatives = scopesOf(type.getFields()[field.field]?.astNode?.directives);
    const names = alternatives?.map((all) => all.join(' '));
    if (names) needed.set(names.join(), names);
  }
  return [...needed.values()];
}

function* alwaysThere(field: ShapedField): Generator<ShapedField> {
  if (field.conditional) return;
  yield field;
  for (const inner of field.selection?.fields ?? []) yield* alwaysThere(inner);
}
