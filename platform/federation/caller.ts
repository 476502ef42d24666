import type { DocumentNode, ExecutionResult } from 'graphql';
import type { Principal } from '../auth/principal.ts';

/** One GraphQL operation for one subgraph. */
export interface SubgraphRequest {
  query: string;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | undefined;
  /** `query` parsed, where the caller has it already (it saves the in-process path a parse). */
  document?: DocumentNode | undefined;
}

/** On whose behalf, and as part of which request, a subgraph is called. */
export interface CallContext {
  principal: Principal;
  requestId: string;
  /** The client's address, for the audit log; absent where there is no client. */
  address?: string | undefined;
  /** By which the client's repeats of the request are recognised. */
  idempotencyKey?: string | undefined;
  /** Aborted when the client is gone or its time is up. */
  signal?: AbortSignal | undefined;
}

/**
 * How a subgraph is reached: in process or over HTTP, chosen in `run/`. Both give the same answers.
 * A subgraph that cannot be reached rejects with a HubError UPSTREAM_UNAVAILABLE.
 */
export interface SubgraphCaller {
  execute(request: SubgraphRequest, context: CallContext): Promise<ExecutionResult>;
  /** Ends when the subgraph ends it, or when the consumer calls `return()`; nothing is left behind then. */
  subscribe(request: SubgraphRequest, context: CallContext): Promise<AsyncIterableIterator<ExecutionResult>>;
  close(): Promise<void>;
}
