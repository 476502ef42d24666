import { createHash } from 'node:crypto';
import {
  Supergraph as ComposedSupergraph,
  DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  type Schema,
} from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { type GraphQLSchema, parse, print } from 'graphql';
import { RequiredArguments } from './execution/required-arguments.ts';
import { withResolvableKeysFirst } from './execution/resolvable-keys.ts';

/** A composed supergraph, ready to plan and execute operations. */
export interface Supergraph {
  /** Changes exactly when the SDL changes. */
  readonly id: string;
  readonly sdl: string;
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** `apiSchema` in the form that the planner and the reference executor read. */
  readonly api: Schema;
  /** With the join directives; the executor resolves type conditions by it. */
  readonly supergraphSchema: GraphQLSchema;
  readonly planning: Planning;
  /** Names and URLs as composed; a subgraph that is called in process may have an empty URL. */
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
}

/** What plans are made by. */
export interface Planning {
  readonly planner: QueryPlanner;
  /** What clients see, and what the planner adds to it. */
  readonly api: Schema;
  readonly required: RequiredArguments;
}

/** Directives that a subgraph checks itself, beside the data, so that the gateway need not know them. */
const checkedBySubgraphs = [
  'https://specs.apollo.dev/authenticated/v0.1',
  'https://specs.apollo.dev/requiresScopes/v0.1',
];

export interface SupergraphOptions {
  /**
   * Whether the subgraphs check `@authenticated` and `@requiresScopes` themselves. A supergraph that
   * uses these directives is refused without it: nobody would check them.
   */
  scopesCheckedBySubgraphs: boolean;
  /** Names of the subgraphs that there is a way to reach. */
  reachable: readonly string[];
}

/**
 * Reads a composed supergraph. `ApolloGateway` is not used for this: it refuses every supergraph with
 * `@requiresScopes`, keeps its planner to itself, and reports usage to its maker.
 *
 * @throws an error that says what is wrong with the SDL, or which subgraph cannot be reached
 */
export function readSupergraph(sdl: string, options: SupergraphOptions): Supergraph {
  const { scopesCheckedBySubgraphs, reachable } = options;
  if (last?.supergraph.sdl !== sdl || last.scopesCheckedBySubgraphs !== scopesCheckedBySubgraphs) {
    last = { scopesCheckedBySubgraphs, supergraph: build(sdl, scopesCheckedBySubgraphs) };
  }
  const { supergraph } = last;
  const missing = supergraph.subgraphs.filter(({ name }) => !reachable.includes(name));
  if (missing.length > 0) {
    throw new Error(
      `There is no way to reach these subgraphs: ${missing.map(({ name }) => name).join(', ')}.`,
    );
  }
  return supergraph;
}

/** What was read last: the gateway and the hub's own parts have one and the same, which takes a second to build. */
let last: { scopesCheckedBySubgraphs: boolean; supergraph: Supergraph } | undefined;

function build(sdl: string, scopesCheckedBySubgraphs: boolean): Supergraph {
  const supportedFeatures = new Set([
    ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
    ...(scopesCheckedBySubgraphs ? checkedBySubgraphs : []),
  ]);
  const options = { supportedFeatures, validateSupergraph: true };
  const composed = ComposedSupergraph.build(sdl, options);
  const api = composed.apiSchema();
  return {
    id: createHash('sha256').update(sdl).digest('hex'),
    sdl,
    apiSchema: api.toGraphQLJSSchema(),
    api,
    supergraphSchema: composed.schema.toGraphQLJSSchema(),
    planning: planning(sdl, composed, options),
    subgraphs: composed.subgraphsMetadata(),
  };
}

function planning(
  sdl: string,
  composed: ComposedSupergraph,
  options: Parameters<typeof ComposedSupergraph.build>[1],
): Planning {
  const document = parse(sdl, { noLocation: true });
  const required = new RequiredArguments(withResolvableKeysFirst(document));
  const toPlanBy =
    required.supergraph === document
      ? composed
      : // What is external in it need not be required any more.
        ComposedSupergraph.build(print(required.supergraph), { ...options, validateSupergraph: false });
  const planner = new QueryPlanner(toPlanBy, {
    exposeDocumentNodeInFetchNode: true,
    // What is put right afterwards is to stand in one place.
    reuseQueryFragments: required.isEmpty,
  });
  return { planner, api: toPlanBy.apiSchema(), required };
}

/** The subgraphs that a composed supergraph names, with the URLs that it was composed with. */
export function subgraphUrls(sdl: string): readonly { name: string; url: string }[] {
  return ComposedSupergraph.build(sdl, {
    supportedFeatures: null,
    validateSupergraph: false,
  }).subgraphsMetadata();
}

/** The supergraph that is being served, which may be replaced while requests run. */
export class CurrentSupergraph {
  readonly #options: SupergraphOptions;
  readonly #listeners = new Set<(supergraph: Supergraph) => void>();
  #current: Supergraph;

  constructor(sdl: string, options: SupergraphOptions) {
    this.#options = options;
    this.#current = readSupergraph(sdl, options);
  }

  get value(): Supergraph {
    return this.#current;
  }

  /**
   * Serves `sdl` from now on; operations in flight end on the old one. An SDL that cannot be read
   * throws and changes nothing.
   */
  replace(sdl: string): void {
    if (sdl === this.#current.sdl) return;
    this.#current = readSupergraph(sdl, this.#options);
    for (const listener of this.#listeners) listener(this.#current);
  }

  /** Tells `listener` of the supergraph now and whenever it is replaced; returns how to stop that. */
  watch(listener: (supergraph: Supergraph) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#current);
    return () => this.#listeners.delete(listener);
  }
}
