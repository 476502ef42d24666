import {
  type DirectiveNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isUnionType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { PlannedOperation } from '../execution/executor.ts';
import { argumentCost } from './argument-cost.ts';
import { type Computed, listSizeOf, unstatedSize, valueIn } from './list-size.ts';
import { weightOf } from './schema-directives.ts';

/** A field of an operation, as far as it costs something. */
export interface FieldCost {
  /** Its name in the result. */
  key: string;
  /** Of the field itself, by `@cost`. */
  weight: number;
  /** Of what its arguments are, by `@cost`; null where that is nothing. */
  argumentCost: Computed<number> | null;
  /** Of each object that it returns. */
  itemWeight: number;
  /** How many it returns; null for one. */
  size: Computed<number> | null;
  /** By `@skip` and `@include`; null for always. */
  asked: Computed<boolean> | null;
  selection: SelectionCost;
}

/** What is selected of an object. Fields that cost nothing are left out. */
export interface SelectionCost {
  /** Fields by what type the object must be of; of one type unless it is abstract. */
  groups: readonly (readonly FieldCost[])[];
  /** Which of the groups may apply together, one entry for each kind of object. */
  together: readonly (readonly number[])[];
}

interface Asked {
  node: FieldNode;
  asked: Computed<boolean> | null;
}

interface Selected {
  selectionSet: SelectionSetNode;
  asked: Computed<boolean> | null;
}

interface Group {
  type: GraphQLCompositeType;
  fields: Map<string, Asked[]>;
}

const nothing: SelectionCost = { groups: [], together: [] };

/** The operation as a tree of what costs something; of the size of the operation, fragments counted where they are spread. */
export function costTree(planned: PlannedOperation): SelectionCost {
  const { operation, supergraph } = planned;
  const schema = supergraph.supergraphSchema;
  const root = schema.getRootType(operation.operation);
  if (!root) return nothing;
  return selectionCost(planned, root, [{ selectionSet: operation.selectionSet, asked: null }], new Map());
}

function selectionCost(
  planned: PlannedOperation,
  type: GraphQLCompositeType,
  selected: readonly Selected[],
  sized: ReadonlyMap<string, Computed<number>>,
): SelectionCost {
  const found = new Map<string, Group>();
  for (const each of selected) collect(planned, type, each, found);
  const named = [...found.values()].map(({ type: of, fields }) => ({
    of,
    costs: [...fields].flatMap(([key, asked]) => fieldCost(planned, of, key, asked, sized) ?? []),
  }));
  const kept = named.filter(({ costs }) => costs.length > 0);
  if (kept.length === 0) return nothing;
  return {
    groups: kept.map(({ costs }) => costs),
    together: combinations(
      planned.supergraph.supergraphSchema,
      type,
      kept.map(({ of }) => of),
    ),
  };
}

/** Sorts what is selected by the type that it is selected of. */
function collect(
  planned: PlannedOperation,
  type: GraphQLCompositeType,
  { selectionSet, asked }: Selected,
  groups: Map<string, Group>,
): void {
  for (const selection of selectionSet.selections) {
    const both = and(asked, askedBy(planned, selection.directives));
    if (selection.kind === Kind.FIELD) {
      const group = groups.get(type.name) ?? { type, fields: new Map<string, Asked[]>() };
      groups.set(type.name, group);
      const key = (selection.alias ?? selection.name).value;
      group.fields.set(key, [...(group.fields.get(key) ?? []), { node: selection, asked: both }]);
      continue;
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? planned.fragments[selection.name.value] : selection;
    if (!fragment) continue;
    const narrowed = narrow(planned.supergraph.supergraphSchema, type, fragment.typeCondition?.name.value);
    collect(planned, narrowed, { selectionSet: fragment.selectionSet, asked: both }, groups);
  }
}

function fieldCost(
  planned: PlannedOperation,
  type: GraphQLCompositeType,
  key: string,
  nodes: readonly Asked[],
  sized: ReadonlyMap<string, Computed<number>>,
): FieldCost | null {
  const [first] = nodes;
  const name = first?.node.name.value ?? '';
  const field: GraphQLField<unknown, unknown> | undefined = isUnionType(type)
    ? undefined
    : type.getFields()[name];
  // `__typename`, `__schema` and `__type` cost nothing.
  if (!first || !field) return null;
  const returned = getNamedType(field.type);
  const weight = weightOf(field.astNode) ?? 0;
  const byArguments = argumentCost(field, first.node, planned.operation);
  const itemWeight = weightOf(returned.astNode) ?? (isCompositeType(returned) ? 1 : 0);
  const stated = listSizeOf(field, first.node, planned.operation);
  const list = isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
  const itsOwn = stated?.sizedFields.length === 0 ? stated.size : undefined;
  const selection = isCompositeType(returned)
    ? selectionCost(
        planned,
        returned,
        nodes.flatMap(({ node: { selectionSet }, asked }) => (selectionSet ? [{ selectionSet, asked }] : [])),
        new Map(stated?.sizedFields.map((each) => [each, stated.size])),
      )
    : nothing;
  if (weight === 0 && !byArguments && itemWeight === 0 && selection === nothing) return null;
  return {
    key,
    weight,
    argumentCost: byArguments,
    itemWeight,
    size: list ? (sized.get(name) ?? itsOwn ?? unstatedSize) : null,
    asked: nodes.some(({ asked }) => asked === null)
      ? null
      : (variables) => nodes.some(({ asked }) => asked?.(variables)),
    selection,
  };
}

/** The type that a fragment on `condition` narrows `type` to. */
function narrow(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  condition: string | undefined,
): GraphQLCompositeType {
  const narrower = condition === undefined ? type : schema.getType(condition);
  if (!narrower || !isCompositeType(narrower) || narrower === type || !isAbstractType(type)) return type;
  const within = new Set(possible(schema, narrower));
  return possible(schema, type).every((each) => within.has(each)) ? type : narrower;
}

function possible(schema: GraphQLSchema, type: GraphQLCompositeType): string[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [type.name];
}

/** Which groups may apply to one object: for each kind of object that `type` can be, each combination once. */
function combinations(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  groups: readonly GraphQLCompositeType[],
): number[][] {
  if (groups.length === 1) return [[0]];
  const members = groups.map((group) => new Set(possible(schema, group)));
  const found = new Map<string, number[]>();
  for (const each of possible(schema, type)) {
    const applying = members.flatMap((of, index) => (of.has(each) ? [index] : []));
    found.set(applying.join(), applying);
  }
  return [...found.values()];
}

function askedBy(
  planned: PlannedOperation,
  directives: readonly DirectiveNode[] = [],
): Computed<boolean> | null {
  let asked: Computed<boolean> | null = null;
  for (const { name, arguments: args } of directives) {
    const wanted = name.value === 'include' ? true : name.value === 'skip' ? false : null;
    const condition = args?.find((argument) => argument.name.value === 'if');
    if (wanted === null || !condition) continue;
    const value = valueIn(condition.value, planned.operation);
    asked = and(asked, (variables) => value(variables) === wanted);
  }
  return asked;
}

function and(one: Computed<boolean> | null, other: Computed<boolean> | null): Computed<boolean> | null {
  if (!one || !other) return one ?? other;
  return (variables) => one(variables) && other(variables);
}
