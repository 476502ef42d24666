import type { KnownCaller } from '../auth/principal.ts';

/** How a request reached the hub. */
export type RequestTransport = 'HTTP' | 'EVENT_STREAM' | 'WEBSOCKET';

/**
 * How it ended. `REFUSED` before anything was done; `RATE_LIMITED` as one of those that ask too much;
 * `ERROR` with something wrong in the answer.
 */
export type RequestOutcome = 'OK' | 'ERROR' | 'REFUSED' | 'RATE_LIMITED';

/** What a GraphQL request asked for, as it may be kept. */
export interface LoggedOperation {
  type: 'query' | 'mutation' | 'subscription';
  name: string | null;
  /** The names of its first fields. */
  fields: readonly string[];
  /** Without what stands in it literally. */
  document: string;
  /** Of `document`, so that it is the same for operations that differ in their literals alone. */
  documentHash: string;
  /** Masked; null when it has none. */
  variables: Record<string, unknown> | null;
}

/** One request to the hub, as it is kept: no secret and no personal data, but for who called from where. */
export interface RequestEntry {
  /** Milliseconds since 1970 at which it arrived. */
  startedAt: number;
  /** How long it took. */
  ms: number;
  requestId: string;
  principal: KnownCaller;
  transport: RequestTransport;
  /** Of HTTP; null for an operation on a websocket. */
  method: string | null;
  /** The route as the hub knows it, such as `/payments/callback/:method`: without what a caller put into it. */
  path: string;
  /** null where it was no GraphQL, or nothing that could be read. */
  operation: LoggedOperation | null;
  /** Of HTTP. */
  status: number | null;
  outcome: RequestOutcome;
  /** Codes of the catalogue, each once. */
  codes: readonly string[];
  address: string | null;
  /** User agent. */
  agent: string | null;
}

/** What takes note of requests. Never throws, and never makes anybody wait. */
export interface RequestSink {
  add(entry: RequestEntry): void;
}
