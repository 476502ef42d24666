import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLField,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { argumentsOf } from './schema-directives.ts';

export type Variables = Readonly<Record<string, unknown>>;
/** Something that may depend on the variables of a run. */
export type Computed<T> = (variables: Variables) => T;

/** Of lists that nothing is said about. */
const defaultSize = 10;
/** No list of the hub is longer: who asks for more is told so by the subgraph, not that it is too expensive. */
const longestList = 1000;

/** How long a field’s list becomes, or the lists of what it returns, by `@listSize`. */
export interface ListSize {
  size: Computed<number>;
  /** The fields of what is returned that are as long; the field itself is when there are none. */
  sizedFields: readonly string[];
  /** Which field of the document it is of, and what the schema says: the same size where both are the same. */
  node: FieldNode;
  said: string;
}

/** By `@listSize` of the field as `node` asks for it; null without. */
export function listSizeOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  operation: OperationDefinitionNode,
): ListSize | null {
  const stated = argumentsOf(field.astNode, 'listSize');
  if (!stated) return null;
  const assumed = typeof stated.assumedSize === 'number' ? stated.assumedSize : defaultSize;
  const slicing = namesIn(stated.slicingArguments).map((name): Computed<unknown> => {
    const given = node.arguments?.find((argument: ArgumentNode) => argument.name.value === name);
    if (given) return valueIn(given.value, operation);
    const byDefault = field.args.find((argument) => argument.name === name)?.defaultValue;
    return () => byDefault;
  });
  return {
    size(variables) {
      let size = -1;
      for (const value of slicing) {
        const given = value(variables);
        if (isNumber(given)) size = Math.max(size, given, 0);
      }
      return Math.min(longestList, size < 0 ? assumed : size);
    },
    sizedFields: namesIn(stated.sizedFields),
    node,
    said: JSON.stringify([stated, field.args.map(({ name, defaultValue }) => [name, defaultValue])]),
  };
}

/** Of a list that has no `@listSize`. */
export const unstatedSize: Computed<number> = () => defaultSize;

/** An argument’s value, with the variable’s default where it is not given. */
export function valueIn(node: ValueNode, operation: OperationDefinitionNode): Computed<unknown> {
  if (node.kind === Kind.VARIABLE) return variableIn(node.name.value, operation);
  const value: unknown = valueFromASTUntyped(node);
  return () => value;
}

/** A variable’s value, or its default where it is not given. */
export function variableIn(name: string, operation: OperationDefinitionNode): Computed<unknown> {
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  const byDefault: unknown = definition?.defaultValue && valueFromASTUntyped(definition.defaultValue);
  // A variable may have a name such as `toString`, which every object seems to have.
  return (variables) => (Object.hasOwn(variables, name) ? variables[name] : undefined) ?? byDefault;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}
