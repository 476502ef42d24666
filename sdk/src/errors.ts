import type { ErrorCatalogue } from './generated/error-codes.ts';

/** The codes of the hub's catalogue, when this client was made. */
export type CatalogueCode = keyof ErrorCatalogue;

/** Those, the client's own, and any other: of a later hub, or of the token endpoint, such as `invalid_client`. */
export type ErrorCode =
  | CatalogueCode
  | 'NETWORK'
  | 'TIMEOUT'
  | 'UNEXPECTED_ANSWER'
  | (string & Record<never, never>);

/** What the hub says of one field that is wrong. */
export interface ErrorDetail {
  /** As the request has it, such as `email` or `metadata.participant_id`. */
  field: string;
  message: string;
}

/** What is known of a request that failed. */
export interface Failure {
  code: ErrorCode;
  message: string;
  status?: number | undefined;
  details?: readonly ErrorDetail[] | undefined;
  retryable?: boolean | undefined;
  requestId?: string | undefined;
  retryAfter?: number | undefined;
  cursor?: string | undefined;
  data?: unknown;
  cause?: unknown;
}

/**
 * Why a request did not succeed. `code` is one of the hub's catalogue, such as `DUPLICATE_EMAIL`, `VALIDATION_ERROR`,
 * `NOT_FOUND` or `RATE_LIMITED`; or of the client's own: `NETWORK` where no answer came, `TIMEOUT` where it came too
 * late, `UNEXPECTED_ANSWER` where it is not the hub's, and what the token endpoint says, such as `invalid_client`.
 */
export class SkillsHubError extends Error {
  override readonly name = 'SkillsHubError';
  readonly code: ErrorCode;
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  /** Each field that is wrong; empty when it is not about fields. */
  readonly details: readonly ErrorDetail[];
  /** The same request may succeed later. */
  readonly retryable: boolean;
  /** What to tell the hub's operator. */
  readonly requestId: string | undefined;
  /** Seconds after which to come back, where the hub says so. */
  readonly retryAfter: number | undefined;
  /** Where a stream that ended is to be gone on with. */
  readonly cursor: string | undefined;
  /** What a GraphQL operation answered all the same. */
  readonly data: unknown;

  constructor(failure: Failure) {
    super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause });
    this.code = failure.code;
    this.status = failure.status;
    this.details = failure.details ?? [];
    this.retryable = failure.retryable ?? false;
    this.requestId = failure.requestId;
    this.retryAfter = failure.retryAfter;
    this.cursor = failure.cursor;
    this.data = failure.data;
  }
}
