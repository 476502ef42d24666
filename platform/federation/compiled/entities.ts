import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { abandon, isPromise } from './promises.ts';

/** What a representation was resolved to, with the name of its type, which nobody needs to ask for again. */
export class Entity {
  readonly typename: string;
  readonly object: object;

  constructor(typename: string, object: object) {
    this.typename = typename;
    this.object = object;
  }
}

type Resolver = GraphQLFieldResolver<unknown, unknown>;
type ResolveReference = (reference: unknown, context: unknown, info: GraphQLResolveInfo) => unknown;

/** Whether it is the field by which a gateway enters a subgraph. */
export function isEntitiesField(
  field: GraphQLField<unknown, unknown>,
  parent: GraphQLObjectType,
  schema: GraphQLSchema,
): boolean {
  const isRoot = parent === schema.getQueryType();
  return isRoot && field.name === '_entities' && getNamedType(field.type).name === '_Entity';
}

/**
 * Resolves representations as `@apollo/subgraph` does, without a promise where the subgraph gives none.
 *
 * @param stock the resolver of `@apollo/subgraph`, which is left what refers to an interface
 */
export function entitiesResolver(stock: Resolver): Resolver {
  return (source, { representations }, context, info) => {
    const entities: unknown[] = [];
    try {
      for (const reference of representations as { __typename?: string }[]) {
        const { __typename: name = '' } = reference;
        const type = info.schema.getType(name);
        if (isObjectType(type)) entities.push(resolved(reference, type, context, info));
        else if (isInterfaceType(type)) {
          entities.push(...(stock(source, { representations: [reference] }, context, info) as unknown[]));
        } else {
          throw new Error(
            `The _entities resolver tried to load an entity for type "${reference.__typename}", but no object or interface type of that name was found in the schema`,
          );
        }
      }
    } catch (error) {
      abandon(entities);
      throw error;
    }
    return entities;
  };
}

function resolved(
  reference: unknown,
  type: GraphQLObjectType,
  context: unknown,
  info: GraphQLResolveInfo,
): unknown {
  const resolve = resolverOf(type);
  const found = resolve ? resolve(reference, context, info) : reference;
  return isPromise(found) ? found.then((value) => entityOf(value, type.name)) : entityOf(found, type.name);
}

function resolverOf({ extensions }: GraphQLObjectType): ResolveReference | undefined {
  const { apollo } = extensions as { apollo?: { subgraph?: { resolveReference?: ResolveReference } } };
  return apollo?.subgraph?.resolveReference;
}

function entityOf(value: unknown, typename: string): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  try {
    return new Entity(typename, named(value, typename));
  } catch (error) {
    return error;
  }
}

/** `value`, as resolvers find it that ask what type it has. */
function named(value: object, name: string): object {
  if (!('__typename' in value)) return Object.defineProperty(value, '__typename', { value: name });
  return value.__typename === name ? value : { ...value, __typename: name };
}
