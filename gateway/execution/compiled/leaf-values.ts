import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql';

const tests: Readonly<Record<string, (value: unknown) => boolean>> = {
  [GraphQLBoolean.name]: (value) => typeof value === 'boolean',
  [GraphQLInt.name]: isWholeNumber,
  [GraphQLFloat.name]: (value) => typeof value === 'number' && Number.isFinite(value),
  [GraphQLString.name]: (value) => typeof value === 'string',
  [GraphQLID.name]: (value) => typeof value === 'string' || isWholeNumber(value),
};

function isWholeNumber(value: unknown): boolean {
  // Larger ones are written with an exponent.
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e21;
}

/** Whether a value may be shown as one of `type`; anything may for a scalar that GraphQL itself does not have. */
export function leafTest(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => typeof value === 'string' && names.has(value);
  }
  return tests[type.name] ?? (() => true);
}
