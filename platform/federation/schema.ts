import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { getDocumentNodeFromSchema } from '@graphql-tools/utils';
import { type GraphQLSchema, parse, print } from 'graphql';
import { buildSchemaSync, type ContainerType, createResolversMap, type NonEmptyArray } from 'type-graphql';
import { assertScopes } from '../auth/requires-scopes.ts';
import type { Scope } from '../auth/scopes.ts';
import type { SubgraphContext } from './context.ts';
import { withCosts } from './cost-directives.ts';
import { DateTime } from './scalars.ts';
import { validateInput } from './validate-input.ts';

const federationLink = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@authenticated", "@requiresScopes", "@cost", "@listSize"]
)`;

/** type-graphql wants one as soon as there is a subscription; the hub's subscriptions read the event log. */
const noPubSub = {
  subscribe(): never {
    throw new Error('Subscriptions read the event log.');
  },
  publish(): never {
    throw new Error('Events are recorded, not published.');
  },
};

/** A class whose instances resolve fields (type-graphql's `@Resolver`). */
// biome-ignore lint/suspicious/noExplicitAny: constructors of any arguments are meant
export type ResolverClass = new (...args: any[]) => object;

/** How the router's `{__typename, <key>}` becomes an object of this subgraph. */
export interface Reference {
  /** Scopes of which the caller needs one to read the object at all; absent for stubs that add only fenced fields. */
  scopes?: readonly Scope[];
  // biome-ignore lint/suspicious/noExplicitAny: each entity has keys of its own
  resolve(reference: any, context: SubgraphContext): unknown;
}

export interface SchemaParts {
  resolvers: readonly ResolverClass[];
  /** By type name: every entity that the graph may enter this subgraph with. */
  references: Record<string, Reference>;
  /** Object types that no field of this subgraph returns. */
  // biome-ignore lint/complexity/noBannedTypes: type-graphql's own signature
  orphanedTypes?: Function[];
}

export interface SubgraphSchema {
  schema: GraphQLSchema;
  /** Federation 2 SDL: what composition reads. */
  sdl: string;
}

/** Builds the federated schema of a subgraph from its resolver classes; `container` supplies their instances. */
export function buildFederatedSchema(parts: SchemaParts, container: ContainerType): SubgraphSchema {
  const plain = buildSchemaSync({
    resolvers: parts.resolvers as unknown as NonEmptyArray<ResolverClass>,
    orphanedTypes: parts.orphanedTypes ?? [],
    container,
    validateFn: validateInput,
    pubSub: noPubSub,
    scalarsMap: [{ type: Date, scalar: DateTime }],
  });
  for (const [root, description] of [
    [plain.getQueryType(), 'What can be read.'],
    [plain.getMutationType(), 'What can be changed.'],
    [plain.getSubscriptionType(), 'What can be watched as it happens.'],
  ] as const) {
    if (root) root.description = description;
  }
  const sdl = `${federationLink}\n\n${print(withCosts(getDocumentNodeFromSchema(plain)))}\n`;
  const resolvers = createResolversMap(plain) as Record<string, Record<string, unknown>>;
  for (const [typeName, reference] of Object.entries(parts.references)) {
    const resolveReference = (representation: object, context: SubgraphContext) => {
      if (reference.scopes) assertScopes(context.principal, reference.scopes);
      return reference.resolve(representation, context);
    };
    resolvers[typeName] = { ...resolvers[typeName], __resolveReference: resolveReference };
  }
  return { schema: buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as never }), sdl };
}
