import { type DirectiveNode, valueFromASTUntyped } from 'graphql';

interface Directed {
  readonly directives?: readonly DirectiveNode[] | undefined;
}

/** The arguments of a directive in the supergraph’s SDL; undefined where it is not there. */
export function argumentsOf(
  node: Directed | null | undefined,
  name: string,
): Record<string, unknown> | undefined {
  const directive = node?.directives?.find((each) => each.name.value === name);
  if (!directive) return undefined;
  return Object.fromEntries(
    (directive.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
  );
}

/** The weight by `@cost`; undefined where there is none. */
export function weightOf(node: Directed | null | undefined): number | undefined {
  const weight = argumentsOf(node, 'cost')?.weight;
  return typeof weight === 'number' ? weight : undefined;
}
