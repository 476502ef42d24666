import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, type SelectionNode, visit } from 'graphql';

/** How a field is called in plans that `@requires` reads with arguments. */
const planned = /^hub__requires_\d+__(.+)$/;

/** The name in plans of what a subgraph calls `name`, asked for with the nth of all arguments. */
export function nameInPlans(name: string, nth: number): string {
  return `hub__requires_${nth}__${name}`;
}

/** What a subgraph calls the field that is called `name` in a plan. */
export function nameAtSubgraph(name: string): string {
  return planned.exec(name)?.[1] ?? name;
}

/** With the name of the plan as an alias: it is read by that, and sent by its own. */
export function aliased(selection: QueryPlanSelectionNode): QueryPlanSelectionNode {
  if (selection.kind === 'InlineFragment') {
    return { ...selection, selections: selection.selections.map(aliased) };
  }
  const { name, selections } = selection;
  const atSubgraph = nameAtSubgraph(name);
  return {
    ...selection,
    ...(atSubgraph === name ? {} : { alias: name, name: atSubgraph }),
    ...(selections ? { selections: selections.map(aliased) } : {}),
  };
}

/** Whether two of the selected stand for different values of one name. */
export function collides(
  selections: readonly QueryPlanSelectionNode[],
  at = '',
  names = new Map<string, string>(),
): boolean {
  return selections.some((selection) => {
    if (selection.kind === 'InlineFragment')
      return collides(selection.selections, `${at} ... on ${selection.typeCondition}`, names);
    const place = `${at} ${nameAtSubgraph(selection.name)}`;
    const known = names.get(place);
    names.set(place, selection.name);
    return (known ?? selection.name) !== selection.name || collides(selection.selections ?? [], place, names);
  });
}

/** What is required without the fields of plans that are not among `needs`. */
export function only(
  selections: readonly QueryPlanSelectionNode[],
  needs: ReadonlySet<string>,
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'Field' && planned.test(selection.name) && !needs.has(selection.name)) return [];
    if (!selection.selections) return [selection];
    const within = only(selection.selections, needs);
    return within.length === 0 ? [] : [{ ...selection, selections: within }];
  });
}

/** The fragments of an operation that asks for entities. */
export function fragmentsOf(
  document: DocumentNode,
): { type: string; selections: readonly SelectionNode[] }[] {
  const [operation] = document.definitions;
  const [entities] = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
  const fragments = (entities?.kind === Kind.FIELD && entities.selectionSet?.selections) || [];
  return fragments.flatMap((fragment) =>
    fragment.kind === Kind.INLINE_FRAGMENT
      ? [{ type: fragment.typeCondition?.name.value ?? '', selections: fragment.selectionSet.selections }]
      : [],
  );
}

export function withOnly(document: DocumentNode, kept: ReadonlySet<SelectionNode>): DocumentNode {
  const all = new Set(fragmentsOf(document).flatMap(({ selections }) => selections));
  const dropped = (node: SelectionNode) => (all.has(node) && !kept.has(node) ? null : undefined);
  return visit(document, {
    Field: dropped,
    InlineFragment: {
      enter: dropped,
      leave: ({ selectionSet }) => (selectionSet.selections.length === 0 ? null : undefined),
    },
  });
}
