/**
 * What a failed call to an outside system says about its outcome.
 *
 * - `REJECTED`: the system refused (4xx except 408 and 429). Final; nothing was done.
 * - `UNAVAILABLE`: it could not be reached, or answered 408, 429 or 5xx.
 * - `TIMEOUT`: the request was sent, and no whole answer came: it may or may not have been carried out.
 * - `INVALID_REPLY`: something answered that is not the system's contract (a proxy's HTML page, an
 *   empty 200, a wrong shape): it may or may not have been carried out.
 */
export type OutsideErrorKind = 'REJECTED' | 'UNAVAILABLE' | 'TIMEOUT' | 'INVALID_REPLY';

export interface OutsideErrorFacts {
  kind: OutsideErrorKind;
  system: string;
  message: string;
  /** HTTP status, or null when no answer came. */
  status?: number | null | undefined;
  /** `error.code` and `error.message` of the system's own answer. */
  vendorCode?: string | null | undefined;
  vendorMessage?: string | null | undefined;
  /** How long the system asked to be left alone, from Retry-After. */
  retryAfterMs?: number | null | undefined;
  cause?: unknown;
}

/** A call to an outside system that did not end with an answer of its contract. */
export class OutsideError extends Error {
  readonly kind: OutsideErrorKind;
  readonly system: string;
  readonly status: number | null;
  readonly vendorCode: string | null;
  readonly vendorMessage: string | null;
  readonly retryAfterMs: number | null;

  constructor(facts: OutsideErrorFacts) {
    super(facts.message, { cause: facts.cause });
    this.name = 'OutsideError';
    this.kind = facts.kind;
    this.system = facts.system;
    this.status = facts.status ?? null;
    this.vendorCode = facts.vendorCode ?? null;
    this.vendorMessage = facts.vendorMessage ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
  }

  /** Whether asking again can end otherwise. */
  get retryable(): boolean {
    return this.kind !== 'REJECTED';
  }
}
