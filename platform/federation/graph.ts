import type { DocumentNode, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Principal } from '../auth/principal.ts';

/** On whose behalf the graph is read, and as part of which request. */
export interface GraphReader {
  principal: Principal;
  requestId: string;
  /** By which a repeat of the request is recognised. */
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** What a query brought; errors as a client may see them, with a code of the catalogue. */
export interface GraphResult {
  data?: Record<string, unknown> | null | undefined;
  errors?: readonly GraphQLFormattedError[] | undefined;
}

/** The federated graph, for parts of the hub that ask it what its clients could ask. */
export interface Graph {
  /**
   * Checks a query that is to be run again and again. Returns what in it does not fit the schema, with
   * the places in its own source. Throws QUERY_TOO_COMPLEX by the limits of the gateway, FORBIDDEN for
   * what the reader lacks a scope for, UPSTREAM_UNAVAILABLE when a subgraph that it needs does not answer.
   */
  check(document: DocumentNode, reader: GraphReader): Promise<readonly GraphQLError[]>;
  /** Runs an operation. What goes wrong stands in the result. */
  run(query: string, variables: Record<string, unknown>, reader: GraphReader): Promise<GraphResult>;
}
