import {
  buildClientSchema,
  type GraphQLArgument,
  type GraphQLField,
  GraphQLID,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { ask } from './graph-request.ts';

/** A place of the graph that takes an id: `createPayment(input.enrolmentId)`. */
export interface IdPlace {
  operation: 'query' | 'mutation' | 'subscription';
  field: string;
  /** From the argument on; `[]` stands for the members of a list. */
  path: string[];
  /** Name of the field's type, without list and non-null. */
  returns: string;
  /** The declaration of the field's first argument, for the operation's variable. */
  argument: { name: string; type: string };
}

/** Not of type ID, and yet what an object is found by. */
const idLike = /^(registrationId)$/;

/** The graph as any client can read it. */
export async function readSchema(graphqlUrl: string, apiKey: string): Promise<GraphQLSchema> {
  return buildClientSchema(await ask(graphqlUrl, apiKey, getIntrospectionQuery()));
}

/** Every place of the graph that takes an id, below the root fields. */
export function idPlaces(schema: GraphQLSchema): IdPlace[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([operation, type]) =>
    Object.values(type?.getFields() ?? {}).flatMap((field) =>
      field.args.flatMap((argument) =>
        pathsToIds(argument).map((path) => ({ operation, path, ...describe(field, argument) })),
      ),
    ),
  );
}

/** The fields below the root fields that take an id: `Program.enrolments(filter.studentId)`. */
export function nestedIdPlaces(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !roots.includes(type) && !type.name.startsWith('__'),
  ) as GraphQLObjectType[];
  return types.flatMap((type) =>
    Object.values(type.getFields()).flatMap(({ name, args }) =>
      args.flatMap(pathsToIds).map((path) => `${type.name}.${name}(${path.join('.')})`),
    ),
  );
}

function describe(field: GraphQLField<unknown, unknown>, argument: GraphQLArgument) {
  return {
    field: field.name,
    returns: getNamedType(field.type).name,
    argument: { name: argument.name, type: String(argument.type) },
  };
}

function pathsToIds(place: GraphQLArgument | GraphQLInputField): string[][] {
  const type = getNamedType(place.type);
  if (type === GraphQLID || type.name === 'ID' || idLike.test(place.name)) return [[place.name]];
  if (!isInputObjectType(type)) return [];
  const head = isList(place.type) ? [place.name, '[]'] : [place.name];
  return Object.values(type.getFields()).flatMap((field) =>
    pathsToIds(field).map((rest) => [...head, ...rest]),
  );
}

function isList(type: GraphQLInputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
