import type { Transport } from './transport.ts';

/** A subscription that is to be opened. */
export interface Stream {
  body: { query: string; variables: Record<string, unknown> };
  /** Ends it. */
  signal: AbortSignal;
  /** To be called when the hub has let the caller in. */
  opened(): void;
}

/**
 * A way in which results of a subscription come: opens one connection and gives what comes, as GraphQL answers, until
 * the hub says that no more follows. Throws what ends it otherwise: a SkillsHubError with what the hub says, and
 * anything else where the connection breaks.
 */
export type StreamTransport = (transport: Transport, stream: Stream) => AsyncIterable<unknown>;
