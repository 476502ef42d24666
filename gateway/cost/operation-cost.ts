import type { PlannedOperation, WrittenResult } from '../execution/executor.ts';
import { costTree, type FieldCost, type SelectionCost } from './cost-tree.ts';
import type { Variables } from './list-size.ts';

/** Of every operation, however little it asks for. */
const base = 1;

interface Known {
  tree: SelectionCost;
  /** What it costs at most, where that does not depend on variables. */
  estimate: number | undefined;
}

const knownCosts = new WeakMap<PlannedOperation, Known>();

function costOf(planned: PlannedOperation): Known {
  let known = knownCosts.get(planned);
  if (!known) {
    const tree = costTree(planned);
    const fixed = !planned.operation.variableDefinitions?.length;
    known = { tree, estimate: fixed ? estimate(tree, {}) : undefined };
    knownCosts.set(planned, known);
  }
  return known;
}

function estimate(tree: SelectionCost, variables: Variables): number {
  return Math.min(Number.MAX_SAFE_INTEGER, base + Math.ceil(selectionEstimate(tree, variables)));
}

/**
 * What an operation costs at most, before it runs, by the GraphQL cost specification (IBM): a point for each
 * object that it may return, and the weights of `@cost`. Lists are as long as `@listSize` says. Of a
 * subscription, one event.
 */
export function estimatedCost(planned: PlannedOperation, variables: Variables): number {
  const known = costOf(planned);
  return known.estimate ?? estimate(known.tree, variables);
}

/** How many fields it asks for at its root that cost something, as every mutation does. */
export function rootFields(planned: PlannedOperation, variables: Variables): number {
  const fields = costOf(planned).tree.groups.flat();
  return fields.filter(({ asked }) => !asked || asked(variables)).length;
}

/** The same of what has been counted while it was written. */
export function writtenCost({ points }: WrittenResult): number {
  return base + Math.ceil(points);
}

/** What it has cost, by what it has returned, and what was asked for it. */
export function actualCost(planned: PlannedOperation, data: unknown, variables: Variables): number {
  const { tree } = costOf(planned);
  if (isObject(data)) return base + Math.ceil(selectionActual(tree, data, variables));
  // It failed as a whole, and yet was tried.
  return base + Math.ceil(tree.groups.flat().reduce((sum, field) => sum + ownCost(field, variables), 0));
}

/** Of a field itself, whatever it returns: never less than nothing, though weights may be negative. */
export function ownCost({ weight, argumentCost }: FieldCost, variables: Variables): number {
  return argumentCost ? Math.max(0, weight + argumentCost(variables)) : weight;
}

function selectionEstimate({ groups, together }: SelectionCost, variables: Variables): number {
  const [only = [], ...others] = groups;
  if (others.length === 0) return fieldsEstimate(only, variables);
  const costs = groups.map((fields) => fieldsEstimate(fields, variables));
  return Math.max(
    0,
    ...together.map((indexes) => indexes.reduce((sum, index) => sum + (costs[index] ?? 0), 0)),
  );
}

function fieldsEstimate(fields: readonly FieldCost[], variables: Variables): number {
  let sum = 0;
  for (const field of fields) sum += fieldEstimate(field, variables);
  return sum;
}

function fieldEstimate(field: FieldCost, variables: Variables): number {
  const { asked, size, itemWeight, selection } = field;
  if (asked && !asked(variables)) return 0;
  const each = itemWeight + (selection.groups.length > 0 ? selectionEstimate(selection, variables) : 0);
  return ownCost(field, variables) + (size ? size(variables) : 1) * each;
}

function selectionActual(
  { groups }: SelectionCost,
  data: Readonly<Record<string, unknown>>,
  variables: Variables,
): number {
  let sum = 0;
  for (const fields of groups) {
    for (const field of fields) {
      // A client may choose a name such as `toString`, which every object seems to have.
      const value = Object.hasOwn(data, field.key) ? data[field.key] : undefined;
      if (value !== undefined) sum += ownCost(field, variables) + valueActual(field, value, variables);
    }
  }
  return sum;
}

/** Of what a field has returned. */
export function valueActual(field: FieldCost, value: unknown, variables: Variables): number {
  if (Array.isArray(value)) {
    if (field.selection.groups.length === 0) return value.length * field.itemWeight;
    let sum = 0;
    for (const item of value) sum += valueActual(field, item, variables);
    return sum;
  }
  if (value === null) return 0;
  return field.itemWeight + (isObject(value) ? selectionActual(field.selection, value, variables) : 0);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
