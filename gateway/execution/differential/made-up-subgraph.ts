import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  execute,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { SubgraphCaller } from '../../../platform/federation/caller.ts';
import { unavailable } from '../../../platform/federation/remote-subgraph.ts';
import { hashOf } from './seeded.ts';

/** How often something goes wrong: once in so many; never when 0. */
export interface Faults {
  /** A field that is null, or fails, in the subgraph. */
  field: number;
  /** An answer that is not as the schema says. */
  broken: number;
  /** A subgraph that does not answer. */
  away: number;
}

/** Where what an object is made of comes from. */
const seedOf = Symbol('seed');
type Made = Record<string | symbol, unknown>;

/**
 * A subgraph of any SDL, whose every value is made of what was asked for: equal questions get equal answers,
 * whoever asks, whatever else is asked in the same request.
 */
export function madeUpSubgraph(name: string, sdl: string, faults: Faults): SubgraphCaller {
  const typeDefs = parse(sdl);
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: interfaceReferences(typeDefs) }]);
  const interfaceObjects = typeDefs.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
    definition.directives?.some(({ name }) => name.value === 'interfaceObject')
      ? [definition.name.value]
      : [],
  );
  const fieldResolver = resolver(name, faults);
  const typeResolver = (value: unknown, _context: unknown, _info: unknown, type: GraphQLAbstractType) =>
    typeOf(value as Made, type, schema);
  return {
    async execute(request, { requestId: world }) {
      const document = request.document ?? parse(request.query);
      const entities = entitiesAskedFor(document, request.variables ?? {});
      const what = entities.length > 0 ? 'entities' : request.query;
      if (happens(faults.away, `${world} ${name} ${what}`)) throw unavailable(name, new Error('away'));
      const result = await execute({
        schema,
        document,
        variableValues: request.variables,
        operationName: request.operationName,
        rootValue: { [seedOf]: world },
        contextValue: world,
        fieldResolver,
        typeResolver,
      });
      const answer = JSON.parse(JSON.stringify(result)) as Record<string, unknown>;
      if (entities.length === 0) {
        const root = answer.data as Made | null;
        const typename = root?.__typename;
        damage(root, `${world} ${name} ${request.query}`, faults.broken);
        // The schema fixes what the root is. The stock executor leaves fragments out where it is said to be another.
        if (root && typename) root.__typename = typename;
      }
      for (const { field, selects, representations } of entities) {
        const found = (answer.data as Made | null | undefined)?.[field];
        if (!Array.isArray(found)) continue;
        withoutInterfaceNames(found, interfaceObjects);
        for (const [index, entity] of found.entries()) {
          const asked = `${world} ${name} ${selects} ${JSON.stringify(representations[index])}`;
          damage(entity, asked, faults.broken);
        }
      }
      return answer;
    },
    subscribe: () => Promise.reject(new Error('Not of this subgraph.')),
    close: async () => {},
  };
}

/** A reference to an interface is one to an object of it. */
function interfaceReferences(typeDefs: DocumentNode) {
  const interfaces = typeDefs.definitions.filter(
    (definition) => definition.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
  return Object.fromEntries(
    interfaces.map(({ name: { value: name } }) => [
      name,
      {
        __resolveReference(reference: Made, _context: unknown, { schema }: GraphQLResolveInfo) {
          const type = schema.getType(name) as GraphQLAbstractType;
          return { ...reference, __typename: typeOf(reference, type, schema) };
        },
      },
    ]),
  );
}

function happens(oneIn: number, what: string): boolean {
  return oneIn > 0 && hashOf(`fault ${what}`) % oneIn === 0;
}

function resolver(subgraph: string, faults: Faults): GraphQLFieldResolver<Made, string> {
  return (source, args, world, { fieldName, returnType, schema }) => {
    if (Object.hasOwn(source, fieldName)) return source[fieldName];
    const seed = `${source[seedOf] ?? `${world} ${JSON.stringify(source)}`}.${fieldName}${JSON.stringify(args)}`;
    if (happens(faults.field, `${subgraph} ${seed}`)) {
      const how = hashOf(`how ${seed}`) % 4;
      if (how === 0) return null;
      throw new GraphQLError(
        `${fieldName} failed`,
        how === 1 ? {} : { extensions: { code: how === 2 ? 'FORBIDDEN' : 'INVALID_GRAPHQL' } },
      );
    }
    return madeOf(returnType, seed, schema);
  };
}

function madeOf(type: GraphQLOutputType, seed: string, schema: GraphQLSchema): unknown {
  if (isNonNullType(type)) return madeOf(type.ofType, seed, schema);
  const hash = hashOf(seed);
  if (isListType(type)) {
    return Array.from({ length: hash % 4 }, (_, index) => madeOf(type.ofType, `${seed}[${index}]`, schema));
  }
  if (!isLeafType(type)) return { [seedOf]: seed } satisfies Made;
  if (isEnumType(type)) return type.getValues()[hash % type.getValues().length]?.value;
  switch (type.name) {
    case 'Boolean':
      return hash % 2 === 0;
    case 'Int':
      return hash % 100;
    case 'Float':
      return (hash % 100) / 4;
    case 'ID':
      // Few, so that the same entity is asked for by several.
      return `${hash % 5}`;
    default:
      return `${type.name} ${hash % 1000}`;
  }
}

function typeOf(value: Made, type: GraphQLAbstractType, schema: GraphQLSchema): string {
  if (typeof value.__typename === 'string' && isObjectType(schema.getType(value.__typename))) {
    return value.__typename;
  }
  const types = schema.getPossibleTypes(type);
  const told = value[seedOf] ?? JSON.stringify(value);
  return types[hashOf(`type ${told}`) % types.length]?.name ?? '';
}

/**
 * Where the object's type is known, the stock executor lets the name of an interface object take its place and
 * answers null; `compiled-executor.test.ts` holds what is right there.
 */
function withoutInterfaceNames(entities: readonly unknown[], interfaceObjects: readonly string[]): void {
  for (const entity of entities as readonly (Made | null)[]) {
    if (entity && interfaceObjects.includes(String(entity.__typename))) delete entity.__typename;
  }
}

interface EntitiesAskedFor {
  /** Of the answer. */
  field: string;
  /** What is selected of them, however the request names its fragments. */
  selects: string;
  representations: readonly unknown[];
}

function entitiesAskedFor(
  { definitions }: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): EntitiesAskedFor[] {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition.selectionSet);
    }
  }
  const operation = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const fields = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
  return fields.flatMap((field) => {
    if (field.kind !== Kind.FIELD || field.name.value !== '_entities') return [];
    const value = field.arguments?.[0]?.value;
    const representations = value?.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
    const selects = JSON.stringify(withoutSpreads(field.selectionSet, fragments));
    const name = (field.alias ?? field.name).value;
    return [{ field: name, selects, representations: representations as unknown[] }];
  });
}

/** Selections as text, with what is in fragments where they are spread. */
function withoutSpreads(
  set: SelectionSetNode | undefined,
  fragments: ReadonlyMap<string, SelectionSetNode>,
): unknown {
  return set?.selections.map((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      return withoutSpreads(fragments.get(selection.name.value), fragments);
    }
    const { selectionSet, ...own } = selection;
    return [print(own as SelectionNode), withoutSpreads(selectionSet, fragments)];
  });
}

/** Puts null, another kind of value or another type's name where it may not be, by the question alone. */
function damage(value: unknown, asked: string, oneIn: number): void {
  if (oneIn > 0) spoil(value, asked, oneIn);
}

function spoil(value: unknown, seed: string, oneIn: number): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    const here = `${seed}/${name}`;
    const object = value as Made;
    // The alias of `__typename`. The stock executor shows what the subgraph says there, not what the object is.
    if (name === 'kind') continue;
    if (happens(oneIn, here)) {
      const isComposite = typeof inner === 'object';
      if (name === '__typename') object[name] = 'Nothing';
      else if (isComposite || Array.isArray(value) || hashOf(here) % 3 === 0) object[name] = null;
      else if (hashOf(here) % 3 === 1) delete object[name];
      else object[name] = 0.5;
    } else spoil(inner, here, oneIn);
  }
}
