import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';

/** Whether an object of the type `typename` is one of `condition`; false for types that the schema lacks. */
export function isOfType(schema: GraphQLSchema, typename: string, condition: string): boolean {
  if (typename === condition) return true;
  const type = schema.getType(typename);
  const abstract = schema.getType(condition);
  if (!isAbstractType(abstract) || !(isObjectType(type) || isInterfaceType(type))) return false;
  return schema.isSubType(abstract, type);
}

/** `isOfType` for one condition, with its answers remembered. */
export function typeTest(schema: GraphQLSchema, condition: string): (typename: string) => boolean {
  const known = new Map<string, boolean>();
  return (typename) => {
    let answer = known.get(typename);
    if (answer === undefined) {
      answer = isOfType(schema, typename, condition);
      // Names come from subgraphs: those of the schema are few, others must not pile up.
      if (answer || schema.getType(typename)) known.set(typename, answer);
    }
    return answer;
  };
}
