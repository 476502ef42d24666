import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
} from 'graphql';

/**
 * A supergraph in which each type's keys that a subgraph finds entities by stand before those that it only has
 * (`resolvable: false`). To come back to a subgraph with what a `@requires` asked for, Apollo's planner takes the first
 * key of the type there that it has the fields of, whether or not entities are found by it.
 */
export function withResolvableKeysFirst(supergraph: DocumentNode): DocumentNode {
  const definitions = supergraph.definitions.map((definition) =>
    isDisordered(definition)
      ? { ...definition, directives: definition.directives?.toSorted((a, b) => rank(a) - rank(b)) ?? [] }
      : definition,
  );
  return definitions.some((definition, index) => definition !== supergraph.definitions[index])
    ? { ...supergraph, definitions }
    : supergraph;
}

function isDisordered(definition: DefinitionNode): definition is ObjectTypeDefinitionNode {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
    return false;
  const unresolvable = new Set<string>();
  return (definition.directives ?? []).some((directive) => {
    const graph = argumentOf(directive, 'graph');
    if (rank(directive) > 0) unresolvable.add(graph);
    return rank(directive) === 0 && unresolvable.has(graph);
  });
}

/** Keys by which nothing is found come last. */
function rank(directive: ConstDirectiveNode): number {
  return directive.name.value === 'join__type' && argumentOf(directive, 'resolvable') === 'false' ? 1 : 0;
}

function argumentOf({ arguments: given }: ConstDirectiveNode, name: string): string {
  const value = given?.find((argument) => argument.name.value === name)?.value;
  return value && 'value' in value ? String(value.value) : '';
}
