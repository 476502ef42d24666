import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

/** Whose values are masked whatever their type; ids of such things are not. */
const sensitive = /(nik|pass(word|phrase)?|secret|token|key|code|phone|email|birth\w{0,20})$/i;
/** Text of these types says what was asked about, not what was told. */
const readable = new Set(['DateTime', 'Date']);
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const mask = '[masked]';

/** Members of a list that are kept. */
const listLength = 20;
/** Values that are kept of all variables together. */
const valuesKept = 200;
const depthKept = 8;
/** What is larger is no number but somebody’s, such as a NIK. */
const numberKept = 1e13;

/**
 * The variables of an operation as they may be kept: their structure, with numbers, truth values, enum
 * values, moments and ids that are UUIDs; any other text is `[masked]`, and so is what is called like a
 * secret or a person's datum. What does not fit the schema is masked too. Long lists and large inputs are cut.
 */
export function maskedVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> | null {
  const declared = (operation.variableDefinitions ?? []).filter(
    ({ variable }) => values[variable.name.value] !== undefined,
  );
  if (declared.length === 0) return null;
  const masking = new Masking();
  return Object.fromEntries(
    declared.map(({ variable, type }) => {
      const name = variable.name.value;
      return [
        name,
        masking.masked(name, typeFromAST(schema, type) as GraphQLInputType | undefined, values[name], 0),
      ];
    }),
  );
}

/** One pass over the variables of one operation. */
class Masking {
  #kept = 0;

  masked(name: string, type: GraphQLInputType | undefined, value: unknown, depth: number): unknown {
    if (value === null || value === undefined) return null;
    this.#kept += 1;
    if (this.#kept > valuesKept || depth > depthKept) return '[cut]';
    if (type === undefined || sensitive.test(name)) return mask;
    const given = getNullableType(type) as GraphQLInputType;
    if (isListType(given)) {
      // GraphQL takes one value for a list of it.
      const members: readonly unknown[] = Array.isArray(value) ? value : [value];
      const kept = members
        .slice(0, listLength)
        .map((member) => this.masked(name, given.ofType, member, depth + 1));
      return members.length > listLength ? [...kept, `[${members.length - listLength} more]`] : kept;
    }
    if (isInputObjectType(given)) {
      const fields = given.getFields();
      return Object.fromEntries(
        Object.entries(value)
          .filter(([field, member]) => member !== undefined && Object.hasOwn(fields, field))
          .map(([field, member]) => [field, this.masked(field, fields[field]?.type, member, depth + 1)]),
      );
    }
    if (typeof value === 'boolean') return value;
    if (typeof value === 'number') return Math.abs(value) < numberKept ? value : mask;
    if (isEnumType(given)) return given.getValue(String(value)) ? value : mask;
    const readably = readable.has(given.name) || (given.name === 'ID' && uuid.test(String(value)));
    return readably && typeof value === 'string' && value.length <= 40 ? value : mask;
  }
}
