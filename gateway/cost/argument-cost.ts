import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import type { Computed } from './list-size.ts';
import { weightOf } from './schema-directives.ts';

/**
 * What a field's arguments cost by `@cost`, as they are given: of an argument and of a field of an input once, of an
 * input type, an enum or a scalar for each value. What nothing is said about costs nothing. Null when none of them
 * can cost anything.
 */
export function argumentCost(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  operation: OperationDefinitionNode,
): Computed<number> | null {
  const costs = field.args.flatMap((argument): Computed<number>[] => {
    const weight = weightOf(argument.astNode) ?? 0;
    const given = node.arguments?.find(({ name }) => name.value === argument.name);
    if (!given || (weight === 0 && !hasWeight(argument.type))) return [];
    const value = givenValue(given, operation);
    return [(variables) => placeCost(weight, argument.type, value(variables))];
  });
  if (costs.length === 0) return null;
  return (variables) => costs.reduce((sum, cost) => sum + cost(variables), 0);
}

function givenValue({ value }: ArgumentNode, operation: OperationDefinitionNode): Computed<unknown> {
  const defaults = Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
  return (variables) => valueFromASTUntyped(value, { ...defaults, ...variables });
}

/** Of an argument, or a field of an input, that has `weight` of its own. */
function placeCost(weight: number, type: GraphQLInputType, value: unknown): number {
  return value === null || value === undefined ? 0 : weight + valueCost(type, value);
}

function valueCost(type: GraphQLInputType, value: unknown): number {
  if (value === null || value === undefined) return 0;
  const bare = isNonNullType(type) ? type.ofType : type;
  if (isListType(bare)) {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return values.reduce<number>((sum, each) => sum + valueCost(bare.ofType, each), 0);
  }
  const own = weightOf(bare.astNode) ?? 0;
  if (!isInputObjectType(bare) || typeof value !== 'object') return own;
  const fields = value as Readonly<Record<string, unknown>>;
  return Object.values(bare.getFields()).reduce(
    (sum, { name, type: of, astNode }) => sum + placeCost(weightOf(astNode) ?? 0, of, fields[name]),
    own,
  );
}

const weighty = new WeakMap<object, boolean>();

/** Whether a value of this type can cost anything. */
function hasWeight(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  let known = weighty.get(named);
  if (known === undefined) {
    known = reaches(named, new Set());
    weighty.set(named, known);
  }
  return known;
}

function reaches(type: GraphQLNamedInputType, seen: Set<GraphQLNamedInputType>): boolean {
  if (seen.has(type)) return false;
  seen.add(type);
  if (weightOf(type.astNode) !== undefined) return true;
  if (!isInputObjectType(type)) return false;
  return Object.values(type.getFields()).some(
    ({ astNode, type: of }) => weightOf(astNode) !== undefined || reaches(getNamedType(of), seen),
  );
}
