import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, visit } from 'graphql';
import type { PlannedOperation } from './executor.ts';

/**
 * The Boolean variables that the operation's `@skip` and `@include` name. Not those of fragments that only another
 * operation of the document has: it is asked for without them.
 */
export function conditionsOf({
  operation,
  fragments,
}: Pick<PlannedOperation, 'operation' | 'fragments'>): string[] {
  const names = new Set<string>();
  const nodes = new Set<OperationDefinitionNode | FragmentDefinitionNode>([operation]);
  for (const node of nodes) {
    visit(node, {
      Directive({ name, arguments: given }) {
        if (name.value !== 'skip' && name.value !== 'include') return;
        for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
      FragmentSpread({ name }) {
        const fragment = fragments[name.value];
        if (fragment) nodes.add(fragment);
      },
    });
  }
  return [...names];
}
