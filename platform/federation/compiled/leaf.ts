import {
  GraphQLBoolean,
  GraphQLID,
  type GraphQLLeafType,
  type GraphQLOutputType,
  GraphQLString,
  getNullableType,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';

/** Of what these types have, JavaScript values of this kind are themselves what the answer has. */
const kinds = new Map<unknown, string>([
  [GraphQLString, 'string'],
  [GraphQLID, 'string'],
  [GraphQLBoolean, 'boolean'],
]);

/** JavaScript's name for values of `type` that an answer has as they are. */
export function plainKind(type: GraphQLOutputType): string | undefined {
  return kinds.get(getNullableType(type));
}

/** How a value of a scalar or enum is written into an answer; throws when it cannot be. */
export function leafOf(type: GraphQLLeafType): (value: unknown) => unknown {
  const kind = kinds.get(type);
  return (value) => {
    if (typeof value === kind) return value;
    const serialised = type.serialize(value);
    if (serialised === null || serialised === undefined) {
      throw new Error(
        `Expected \`${inspect(type)}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialised)}`,
      );
    }
    return typeof serialised === 'object' ? copied(serialised) : serialised;
  };
}

/** JSON of a resolver's may be what it keeps; whoever gets the answer may change it. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copied(inner)]));
}
