import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isEnumType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { argumentsOf } from '../cost/schema-directives.ts';
import { booleanVariable } from './compiled/plan-step.ts';
import type { PlannedOperation } from './executor.ts';

type Variables = Readonly<Record<string, unknown>>;
type PlanUnder = (variables: Variables) => QueryPlan;

/** What a field requires of the object that it is asked of, and the `@skip` and `@include` that it stands under. */
interface Requirement {
  readonly set: SelectionSetNode;
  readonly conditions: readonly DirectiveNode[];
}

/** What the fields of one fetch require. */
interface Required {
  readonly requirements: readonly Requirement[];
  readonly keys: readonly SelectionSetNode[];
}

const outcomesKept = 32;
const known = new WeakMap<PlannedOperation, PlanUnder | null>();

/**
 * The plan of an operation for given variables, where it is not the same for all. The planner has all fields that a
 * subgraph is asked for in one fetch require one representation. What `@requires` of a field that is left out reads is
 * not fetched; objects would lack it, and not be asked for, and so all other fields of the fetch would be null.
 */
export function planUnder(planned: PlannedOperation): PlanUnder | null {
  let under = known.get(planned);
  if (under === undefined) {
    under = conditionalPlan(planned);
    known.set(planned, under);
  }
  return under;
}

function conditionalPlan({ plan, operation, supergraph }: PlannedOperation): PlanUnder | null {
  const { node } = plan;
  if (!node || node.kind === 'Subscription') return null;
  const required = new Map<FetchNode, Required>();
  withFetches(node, (fetch) => {
    const found = requiredBy(fetch, supergraph.supergraphSchema);
    if (found) required.set(fetch, found);
    return fetch;
  });
  if (required.size === 0) return null;
  const names = new Set<string>();
  for (const { requirements } of required.values()) {
    for (const { conditions } of requirements)
      for (const each of conditions) names.add(variableOf(each) ?? '');
  }
  names.delete('');
  const reads = new Map([...names].map((name) => [name, booleanVariable(name, operation)]));
  const plans = new LRUCache<string, QueryPlan>({ max: outcomesKept });
  return (variables) => {
    const values = new Map([...reads].map(([name, read]) => [name, read(variables)]));
    const key = [...values.values()].join();
    const present = plans.get(key);
    if (present) return present;
    const made: QueryPlan = {
      ...plan,
      node: withFetches(node, (fetch) => withoutUnneeded(fetch, required.get(fetch), values)),
    };
    plans.set(key, made);
    return made;
  };
}

/** The same nodes with other fetches. */
function withFetches(node: PlanNode, other: (fetch: FetchNode) => FetchNode): PlanNode {
  switch (node.kind) {
    case 'Fetch':
      return other(node);
    case 'Flatten':
      return { ...node, node: withFetches(node.node, other) };
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map((each) => withFetches(each, other)) };
    case 'Condition': {
      const { ifClause, elseClause } = node;
      return {
        ...node,
        ...(ifClause && { ifClause: withFetches(ifClause, other) }),
        ...(elseClause && { elseClause: withFetches(elseClause, other) }),
      };
    }
    default:
      return node;
  }
}

/** Undefined where all of it is needed always. */
function requiredBy(fetch: FetchNode, schema: GraphQLSchema): Required | undefined {
  const { requires, operation, serviceName } = fetch;
  if (!requires || !(operation.includes('@skip') || operation.includes('@include'))) return undefined;
  const graph = graphOf(serviceName, schema);
  const requirements: Requirement[] = [];
  const keys: SelectionSetNode[] = [];
  visitFields(fetch, (type, field, conditions) => {
    for (const joined of joinsOf(schema, type, field.name.value)) {
      if (joined.graph === graph && typeof joined.requires === 'string')
        requirements.push({ set: setOf(joined.requires), conditions });
    }
  });
  if (!requirements.some(({ conditions }) => conditions.length > 0)) return undefined;
  for (const type of Object.values(schema.getTypeMap())) {
    for (const directive of type.astNode?.directives ?? []) {
      const joined = argumentsOf({ directives: [directive] }, 'join__type');
      if (joined?.graph === graph && typeof joined?.key === 'string') keys.push(setOf(joined.key));
    }
  }
  return { requirements, keys };
}

function setOf(fields: string): SelectionSetNode {
  const [operation] = parse(`{${fields}}`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`These are no fields: ${fields}`);
  return operation.selectionSet;
}

function graphOf(service: string, schema: GraphQLSchema): string | undefined {
  const graphs = schema.getType('join__Graph');
  if (!isEnumType(graphs)) return undefined;
  return graphs.getValues().find(({ astNode }) => argumentsOf(astNode, 'join__graph')?.name === service)
    ?.name;
}

/** What the supergraph says of a field in each subgraph. */
function joinsOf(schema: GraphQLSchema, typename: string, name: string): Record<string, unknown>[] {
  const type = schema.getType(typename);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const directives = type.getFields()[name]?.astNode?.directives ?? [];
  return directives.flatMap((directive): Record<string, unknown>[] => {
    const joined = argumentsOf({ directives: [directive] }, 'join__field');
    return joined ? [joined] : [];
  });
}

/** The fields of the entities that a fetch asks for, with the type that each is selected on. */
function visitFields(
  fetch: FetchNode,
  visit: (type: string, field: FieldNode, conditions: readonly DirectiveNode[]) => void,
): void {
  const { definitions }: DocumentNode = fetch.operationDocumentNode ?? parse(fetch.operation);
  const walk = (set: SelectionSetNode, type: string, around: readonly DirectiveNode[]): void => {
    for (const selection of set.selections) {
      const conditions = [...around, ...(selection.directives ?? []).filter(isCondition)];
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value !== '_entities') visit(type, selection, conditions);
        else if (selection.selectionSet) walk(selection.selectionSet, '_Entity', conditions);
        continue;
      }
      for (const within of selection.kind === Kind.INLINE_FRAGMENT ? [selection] : definitions) {
        if (within.kind === Kind.INLINE_FRAGMENT)
          walk(within.selectionSet, within.typeCondition?.name.value ?? type, conditions);
        else if (within.kind === Kind.FRAGMENT_DEFINITION && selection.kind === Kind.FRAGMENT_SPREAD) {
          if (within.name.value === selection.name.value)
            walk(within.selectionSet, within.typeCondition.name.value, conditions);
        }
      }
    }
  };
  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) walk(definition.selectionSet, 'Query', []);
  }
}

function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include';
}

function variableOf({ arguments: given }: DirectiveNode): string | undefined {
  const value = given?.[0]?.value;
  return value?.kind === Kind.VARIABLE ? value.name.value : undefined;
}

function withoutUnneeded(
  fetch: FetchNode,
  required: Required | undefined,
  values: ReadonlyMap<string, boolean>,
): FetchNode {
  if (!required || !fetch.requires) return fetch;
  const isAsked = ({ conditions }: Requirement) =>
    conditions.every((condition) => {
      const value = condition.arguments?.[0]?.value;
      const holds =
        value?.kind === Kind.BOOLEAN ? value.value : (values.get(variableOf(condition) ?? '') ?? false);
      return holds === (condition.name.value === 'include');
    });
  const needed = required.requirements.filter(isAsked).map(({ set }) => set);
  const unneeded = required.requirements.filter((each) => !isAsked(each)).map(({ set }) => set);
  return { ...fetch, requires: without(fetch.requires, unneeded, [...needed, ...required.keys]) };
}

/** What of `selections` is not in `unneeded` alone. */
function without(
  selections: readonly QueryPlanSelectionNode[],
  unneeded: readonly SelectionSetNode[],
  needed: readonly SelectionSetNode[],
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'InlineFragment')
      return [{ ...selection, selections: without(selection.selections, unneeded, needed) }];
    const [dropped, kept] = [unneeded, needed].map((sets) =>
      sets.flatMap((set) => named(set, selection.name)),
    );
    if (!dropped || dropped.length === 0) return [selection];
    if (!kept || kept.length === 0) return [];
    if (!selection.selections) return [selection];
    const sets = [dropped, kept].map((fields) => fields.flatMap(({ selectionSet }) => selectionSet ?? []));
    return [{ ...selection, selections: without(selection.selections, sets[0] ?? [], sets[1] ?? []) }];
  });
}

/** The fields of that name, in whatever fragments. */
function named({ selections }: SelectionSetNode, name: string): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === name ? [selection] : [];
    return selection.kind === Kind.INLINE_FRAGMENT ? named(selection.selectionSet, name) : [];
  });
}
