import {
  type GraphQLError,
  GraphQLScalarType,
  type GraphQLSchema,
  getVariableValues,
  isListType,
  isNonNullType,
  isScalarType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';

type Given = Readonly<Record<string, unknown>>;
type Coerced = { coerced: Record<string, unknown> } | { errors: readonly GraphQLError[] };

/** What graphql-js tells at most of wrong variables. */
const maxErrors = 50;

/** What scalars parse values with that say nothing else. */
const { parseValue: asItIs } = new GraphQLScalarType({ name: 'Any' });

/** How an operation's variables are coerced, or what is wrong with them. Lists of representations are not gone through twice. */
export function variablesOf(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): (given: Given) => Coerced {
  if (definitions.length === 0) return () => ({ coerced: {} });
  const lists = definitions.filter((definition) => isListOfAnything(schema, definition));
  const odd = definitions.some(({ variable }) => variable.name.value === '__proto__');
  if (lists.length === 0 || odd)
    return (given) => getVariableValues(schema, definitions, given, { maxErrors }) as Coerced;
  const others = definitions.filter((definition) => !lists.includes(definition));
  const names = definitions.map(({ variable }) => variable.name.value);
  const listNames = new Set(lists.map(({ variable }) => variable.name.value));
  return (given) => {
    for (const name of listNames) {
      if (!isFull(given, name))
        return getVariableValues(schema, definitions, given, { maxErrors }) as Coerced;
    }
    const rest =
      others.length > 0 ? getVariableValues(schema, others, given, { maxErrors }) : { coerced: {} };
    if (!rest.coerced) return rest as Coerced;
    const coerced: Record<string, unknown> = {};
    for (const name of names) {
      if (listNames.has(name)) coerced[name] = given[name];
      else if (Object.hasOwn(rest.coerced, name)) coerced[name] = rest.coerced[name];
    }
    return { coerced };
  };
}

/** Whether it is of a type such as `[_Any!]!`. */
function isListOfAnything(schema: GraphQLSchema, { type: node }: VariableDefinitionNode): boolean {
  const type = typeFromAST(schema, node);
  if (!isNonNullType(type) || !isListType(type.ofType) || !isNonNullType(type.ofType.ofType)) return false;
  const element: unknown = type.ofType.ofType.ofType;
  return isScalarType(element) && element.parseValue === asItIs;
}

function isFull(given: Given, name: string): boolean {
  const list = Object.hasOwn(given, name) ? given[name] : undefined;
  return Array.isArray(list) && list.every((element) => element !== null && element !== undefined);
}
