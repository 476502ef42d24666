import {
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';

interface Facts {
  schema: GraphQLSchema;
  nodes: readonly FieldNode[];
  name: string;
}

/** The object type that `resolveType` named for `value`. Throws, in the words of graphql-js, when it is none that the field may have. */
export function runtimeType(
  name: unknown,
  type: GraphQLAbstractType,
  value: unknown,
  facts: Facts,
): GraphQLObjectType {
  const known = typeof name === 'string' ? facts.schema.getType(name) : undefined;
  if (known && isObjectType(known) && facts.schema.isSubType(type, known)) return known;
  throw refusal(name, type, value, facts);
}

function refusal(
  name: unknown,
  type: GraphQLAbstractType,
  value: unknown,
  { schema, nodes, name: field }: Facts,
): GraphQLError {
  const mustResolve = `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${field}"`;
  if (name === null || name === undefined) {
    return new GraphQLError(
      `${mustResolve}. Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
      { nodes },
    );
  }
  if (isObjectType(name)) {
    return new GraphQLError(
      'Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.',
    );
  }
  if (typeof name !== 'string') {
    return new GraphQLError(`${mustResolve} with value ${inspect(value)}, received "${inspect(name)}".`);
  }
  const known = schema.getType(name);
  if (!known) {
    return new GraphQLError(
      `Abstract type "${type.name}" was resolved to a type "${name}" that does not exist inside the schema.`,
      { nodes },
    );
  }
  const message = isObjectType(known)
    ? `Runtime Object type "${name}" is not a possible type for "${type.name}".`
    : `Abstract type "${type.name}" was resolved to a non-object type "${name}".`;
  return new GraphQLError(message, { nodes });
}
