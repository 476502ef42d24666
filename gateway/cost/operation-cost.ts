import { LRUCache } from 'lru-cache';
import { conditionsOf } from '../execution/conditions.ts';
import type { PlannedOperation, WrittenResult } from '../execution/executor.ts';
import { costTree, type FieldCost, type ObjectCost, type SelectionCost } from './cost-tree.ts';
import { type Computed, type Variables, variableIn } from './list-size.ts';

/** Of every operation, however little it asks for. */
const base = 1;
/** What depends on more kinds of objects, at all places together, is too dear to be told how dear. */
const mostKinds = 10_000;
/** By the outcomes of `@skip` and `@include`, as many of an operation as executors keep. */
const outcomesKept = 32;

/** An operation under one outcome of its `@skip` and `@include`. */
interface Known {
  readonly tree: ObjectCost;
  /** What it costs at most, where that does not depend on variables. */
  estimate: number | undefined;
}

/** What is known of an operation's cost. */
class KnownCost {
  readonly #planned: PlannedOperation;
  readonly #conditions: readonly (readonly [name: string, value: Computed<unknown>])[];
  readonly #outcomes = new LRUCache<string, Known>({ max: outcomesKept });

  constructor(planned: PlannedOperation) {
    const { operation } = planned;
    this.#planned = planned;
    this.#conditions = conditionsOf(planned).map((name) => [name, variableIn(name, operation)]);
  }

  under(variables: Variables): Known {
    let key = '';
    for (const [, value] of this.#conditions) key += marks.get(value(variables)) ?? '-';
    let known = this.#outcomes.get(key);
    if (!known) {
      known = this.#make(variables);
      this.#outcomes.set(key, known);
    }
    return known;
  }

  #make(variables: Variables): Known {
    const conditions = new Map<string, boolean>();
    for (const [name, read] of this.#conditions) {
      const value = read(variables);
      // What is wrong with others is said when it is to run.
      if (typeof value === 'boolean') conditions.set(name, value);
    }
    const tree = costTree(this.#planned, conditions);
    const fixed = !this.#planned.operation.variableDefinitions?.length;
    return { tree, estimate: fixed ? estimate(tree, {}) : undefined };
  }
}

const marks: ReadonlyMap<unknown, string> = new Map([
  [true, '1'],
  [false, '0'],
]);

const knownCosts = new WeakMap<PlannedOperation, KnownCost>();

function costOf(planned: PlannedOperation, variables: Variables): Known {
  let known = knownCosts.get(planned);
  if (!known) {
    known = new KnownCost(planned);
    knownCosts.set(planned, known);
  }
  return known.under(variables);
}

/**
 * What an operation costs at most, before it runs, by the GraphQL cost specification (IBM): a point for each
 * object that it may return, and the weights of `@cost`. Lists are as long as `@listSize` says, and objects of the
 * type that costs most. Of a subscription, one event.
 */
export function estimatedCost(planned: PlannedOperation, variables: Variables): number {
  const known = costOf(planned, variables);
  return known.estimate ?? estimate(known.tree, variables);
}

/** How many fields it asks for at its root that cost something, as every mutation does. */
export function rootFields(planned: PlannedOperation, variables: Variables): number {
  return costOf(planned, variables).tree.fields.length;
}

/** The same of what has been counted while it was written. */
export function writtenCost({ points }: WrittenResult): number {
  return base + Math.ceil(points);
}

const countedPoints = new WeakMap<object, number>();

/** Keeps what has been counted while `data` were made, for `actualCost`. */
export function notePoints(data: object, points: number): void {
  countedPoints.set(data, points);
}

/**
 * What it has cost, by what it has returned, and what was asked for it: each object by its own type, each of its
 * fields once. Of data that nobody has counted, by the types of the fewest fields that have all those of the data.
 */
export function actualCost(planned: PlannedOperation, data: unknown, variables: Variables): number {
  const counted = isObject(data) ? countedPoints.get(data) : undefined;
  if (counted !== undefined) return base + Math.ceil(counted);
  const { tree } = costOf(planned, variables);
  if (isObject(data)) return base + Math.ceil(objectActual(tree, data, variables));
  // It failed as a whole, and yet was tried.
  return base + Math.ceil(tree.fields.reduce((sum, field) => sum + ownCost(field, variables), 0));
}

/** Of a field itself, whatever it returns: never less than nothing, though weights of arguments may be negative. */
export function ownCost({ weight, argumentCost }: FieldCost, variables: Variables): number {
  return argumentCost ? Math.max(0, weight + argumentCost(variables)) : weight;
}

/** An estimate while it is made. */
interface Estimating {
  readonly variables: Variables;
  /** Of selections that come at several places. */
  readonly known: Map<SelectionCost, number>;
  kinds: number;
}

function estimate(tree: ObjectCost, variables: Variables): number {
  const estimating: Estimating = { variables, known: new Map(), kinds: 0 };
  const points = base + Math.ceil(objectEstimate(tree, estimating));
  return estimating.kinds > mostKinds ? Number.MAX_SAFE_INTEGER : Math.min(Number.MAX_SAFE_INTEGER, points);
}

function selectionEstimate(selection: SelectionCost, estimating: Estimating): number {
  const known = selection.shared ? estimating.known.get(selection) : undefined;
  if (known !== undefined) return known;
  estimating.kinds += selection.types;
  if (estimating.kinds > mostKinds) return 0;
  let most = 0;
  for (const object of selection.all) most = Math.max(most, objectEstimate(object, estimating));
  if (selection.shared) estimating.known.set(selection, most);
  return most;
}

function objectEstimate({ weight, fields }: ObjectCost, estimating: Estimating): number {
  let sum = weight;
  for (const field of fields) sum += fieldEstimate(field, estimating);
  return sum;
}

function fieldEstimate(field: FieldCost, estimating: Estimating): number {
  const { size, leafWeight, selection } = field;
  const each = selection ? selectionEstimate(selection, estimating) : leafWeight;
  return ownCost(field, estimating.variables) + size(estimating.variables) * each;
}

function objectActual(
  { weight, fields }: ObjectCost,
  data: Readonly<Record<string, unknown>>,
  variables: Variables,
): number {
  let sum = weight;
  for (const field of fields) {
    // A client may choose a name such as `toString`, which every object seems to have.
    const value = Object.hasOwn(data, field.key) ? data[field.key] : undefined;
    if (value !== undefined)
      sum += ownCost(field, variables) + valueActual(field, value, field.lists, variables);
  }
  return sum;
}

/** @param lists how many lists within lists `value` is, where it is not null */
function valueActual(field: FieldCost, value: unknown, lists: number, variables: Variables): number {
  if (value === null || value === undefined) return 0;
  if (lists > 0 && Array.isArray(value)) {
    let sum = 0;
    for (const item of value) sum += valueActual(field, item, lists - 1, variables);
    return sum;
  }
  if (!field.selection) return field.leafWeight;
  const kind = isObject(value) && kindOf(field.selection, value);
  return kind ? objectActual(kind, value, variables) : 0;
}

function kindOf({ all }: SelectionCost, data: Readonly<Record<string, unknown>>): ObjectCost | undefined {
  if (all.length === 1) return all[0];
  const names = Object.keys(data);
  return all.find(({ keys }) => names.every((name) => keys.has(name))) ?? all[0];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
