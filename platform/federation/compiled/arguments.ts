import {
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  getArgumentValues,
  isNonNullType,
  Kind,
  type ValueNode,
  valueFromAST,
} from 'graphql';
import type { Run } from './run.ts';

type Args = Record<string, unknown>;
type Read = (variables: Run['variables']) => unknown;

/** The value is not to be given. */
const absent = Symbol('absent');
/** Only graphql-js knows: what is wrong, or what is to be made anew for each call. */
const unknown = Symbol('unknown');

/** How the arguments of a field are read from the variables; the same object is never returned twice. */
export function argumentsOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): (variables: Run['variables']) => Args {
  if (field.args.length === 0) return () => ({});
  const slow = (variables: Run['variables']): Args => getArgumentValues(field, node, variables);
  if (field.args.some(({ name }) => name === '__proto__')) return slow;
  const given = new Map(node.arguments?.map(({ name, value }) => [name.value, value]));
  const reads = field.args.map(
    (argument) => [argument.name, reader(argument, given.get(argument.name))] as const,
  );
  return (variables) => {
    const args: Args = {};
    for (const [name, read] of reads) {
      const value = read(variables);
      if (value === unknown) return slow(variables);
      if (value !== absent) args[name] = value;
    }
    return args;
  };
}

function reader({ type, defaultValue }: GraphQLArgument, node: ValueNode | undefined): Read {
  const nonNull = isNonNullType(type);
  if (!node) {
    if (defaultValue !== undefined) return () => defaultValue;
    return nonNull ? () => unknown : () => absent;
  }
  if (node.kind === Kind.VARIABLE) {
    const name = node.name.value;
    return (variables) => {
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
      return value === undefined || (value === null && nonNull) ? unknown : value;
    };
  }
  if (node.kind === Kind.OBJECT || node.kind === Kind.LIST) return () => unknown;
  const value = valueFromAST(node, type);
  // What a scalar makes of it may be an object, which a resolver may change.
  const isConstant = value === null ? !nonNull : value !== undefined && typeof value !== 'object';
  return isConstant ? () => value : () => unknown;
}
