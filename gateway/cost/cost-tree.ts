import {
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
} from 'graphql';
import {
  type FieldGroup,
  fieldsOf,
  type Selected,
  type Selecting,
} from '../execution/compiled/selections.ts';
import type { PlannedOperation } from '../execution/executor.ts';
import { argumentCost } from './argument-cost.ts';
import { type Computed, type ListSize, listSizeOf, unstatedSize } from './list-size.ts';
import { weightOf } from './schema-directives.ts';

/** A field of an object, as far as it costs something. No weight is less than nothing. */
export interface FieldCost {
  /** Its name in the result. */
  readonly key: string;
  /** Of the field itself, by `@cost`. */
  readonly weight: number;
  /** Of what its arguments are, by `@cost`; null where that is nothing. */
  readonly argumentCost: Computed<number> | null;
  /** How many lists within lists it returns; 0 for none. */
  readonly lists: number;
  /** How many it is taken to return. */
  readonly size: Computed<number>;
  /** Of each leaf that it returns; what an object weighs stands with its type. */
  readonly leafWeight: number;
  /** What is selected of each object that it returns; null for leaves. */
  readonly selection: SelectionCost | null;
}

/** What an object of one type costs: itself, and its fields, each once, whatever fragments it comes in. */
export interface ObjectCost {
  readonly weight: number;
  /** Those that cost something. */
  readonly fields: readonly FieldCost[];
  /** The names that all its fields have in the result. */
  readonly keys: ReadonlySet<string>;
}

/** What all selections of an operation share. */
interface Tree {
  readonly planned: PlannedOperation;
  readonly selecting: Selecting;
  /** By what parts of the document they consist of, of what type, with lists of what size. */
  readonly selections: Map<string, SelectionCost>;
  readonly numbers: Map<object, number>;
}

/** What is selected of objects at one place. The cost of each type that they may be of is worked out when it is wanted. */
export class SelectionCost {
  /** How many types they may be of. */
  readonly types: number;
  /** Whether it comes at several places of the tree. */
  shared = false;
  readonly #costOf: (type: GraphQLObjectType) => ObjectCost;
  readonly #types: readonly GraphQLObjectType[];
  readonly #known = new Map<GraphQLObjectType, ObjectCost>();
  #all: readonly ObjectCost[] | undefined;

  constructor(types: readonly GraphQLObjectType[], costOf: (type: GraphQLObjectType) => ObjectCost) {
    this.types = types.length;
    this.#types = types;
    this.#costOf = costOf;
  }

  /** Of an object of each type, first of those with the fewest fields, among them of the dearest. */
  get all(): readonly ObjectCost[] {
    this.#all ??= this.#types
      .map((type) => this.#ofType(type))
      .sort((one, other) => one.keys.size - other.keys.size || plainCost(other) - plainCost(one));
    return this.#all;
  }

  /** @param typename null, or no object type's, where nobody knows: then it costs what the first of `all` does */
  of(typename: string | null): ObjectCost | undefined {
    const type = this.types === 1 ? this.#types[0] : this.#types.find(({ name }) => name === typename);
    return type ? this.#ofType(type) : this.all[0];
  }

  #ofType(type: GraphQLObjectType): ObjectCost {
    let cost = this.#known.get(type);
    if (!cost) {
      cost = this.#costOf(type);
      this.#known.set(type, cost);
    }
    return cost;
  }
}

function plainCost({ weight, fields }: ObjectCost): number {
  return fields.reduce((sum, field) => sum + field.weight, weight);
}

const nothing: ObjectCost = { weight: 0, fields: [], keys: new Set() };

/**
 * The operation as a tree of what costs something, of which only the root is worked out; what it costs to be an
 * operation at all is not in it.
 *
 * @param conditions the Boolean variables that `@skip` and `@include` name; those left out leave nothing out
 */
export function costTree(planned: PlannedOperation, conditions: Selecting['conditions']): ObjectCost {
  const { operation, fragments, supergraph } = planned;
  const schema = supergraph.supergraphSchema;
  const type = schema.getRootType(operation.operation);
  if (!type) return nothing;
  const selecting = { schema, fragments, conditions };
  const tree: Tree = { planned, selecting, selections: new Map(), numbers: new Map() };
  const selected = [{ type, selectionSet: operation.selectionSet }];
  return { ...objectCost(tree, type, selected, undefined), weight: 0 };
}

function objectCost(
  tree: Tree,
  type: GraphQLObjectType,
  selected: readonly Selected[],
  around: ListSize | undefined,
): ObjectCost {
  const groups = fieldsOf(selected, type.name, tree.selecting);
  return {
    weight: Math.max(0, weightOf(type.astNode) ?? 1),
    fields: groups.flatMap((group) => fieldCost(tree, type, group, around) ?? []),
    keys: new Set(groups.map(({ responseName }) => responseName)),
  };
}

/** @param around how long the lists are that have their length from the field which returns the object */
function fieldCost(
  tree: Tree,
  type: GraphQLObjectType,
  { responseName: key, name, nodes: [node], within }: FieldGroup,
  around: ListSize | undefined,
): FieldCost | null {
  const field = type.getFields()[name];
  // `__typename`, `__schema` and `__type` cost nothing.
  if (!field || !node) return null;
  const { operation } = tree.planned;
  // What is said of an interface's field holds for those that say nothing themselves.
  const told = [field, ...type.getInterfaces().flatMap((each) => each.getFields()[name] ?? [])];
  const weight = Math.max(0, told.map(({ astNode }) => weightOf(astNode)).find(isSaid) ?? 0);
  const stated = told.map((each) => listSizeOf(each, node, operation)).find(isSaid);
  const byArguments = argumentCost(field, node, operation);
  const returned = getNamedType(field.type);
  const inner = stated && stated.sizedFields.length > 0 ? stated : undefined;
  const own = inner ? undefined : stated?.size;
  const selection = isCompositeType(returned) ? selectionCost(tree, returned, within, inner) : null;
  const leafWeight = selection ? 0 : Math.max(0, weightOf(returned.astNode) ?? 0);
  if (!selection && weight === 0 && !byArguments && leafWeight === 0) return null;
  const lists = listsIn(field.type);
  const listed = (around?.sizedFields.includes(name) ? around.size : own) ?? unstatedSize;
  return {
    key,
    weight,
    argumentCost: byArguments,
    lists,
    size: lists > 0 ? listed : one,
    leafWeight,
    selection,
  };
}

function isSaid<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

const one: Computed<number> = () => 1;

function listsIn(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return listsIn(type.ofType);
  return isListType(type) ? 1 + listsIn(type.ofType) : 0;
}

/** The same object for the same parts of the document, so that a tree grows no faster than its document does. */
function selectionCost(
  tree: Tree,
  type: GraphQLCompositeType,
  selected: readonly Selected[],
  around: ListSize | undefined,
): SelectionCost {
  const parts = selected.map(({ selectionSet }) => numberOf(tree, selectionSet));
  const key = JSON.stringify([type.name, around && [numberOf(tree, around.node), around.said], ...parts]);
  const known = tree.selections.get(key);
  if (known) {
    known.shared = true;
    return known;
  }
  const made = new SelectionCost(possibleTypes(tree, type), (each) =>
    objectCost(tree, each, selected, around),
  );
  tree.selections.set(key, made);
  return made;
}

function numberOf({ numbers }: Tree, part: object): number {
  const number = numbers.get(part) ?? numbers.size;
  numbers.set(part, number);
  return number;
}

/** Those that clients know: an object of another type is null for them. */
function possibleTypes({ planned, selecting }: Tree, type: GraphQLCompositeType): GraphQLObjectType[] {
  if (!isAbstractType(type)) return [type as GraphQLObjectType];
  const { apiSchema } = planned.supergraph;
  return selecting.schema.getPossibleTypes(type).filter(({ name }) => apiSchema.getType(name));
}
