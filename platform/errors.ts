/**
 * The error catalogue: the one list of codes that a client can meet. GraphQL carries them as
 * `extensions.code`, REST as RFC 9457 problem details; README's table is checked against it.
 */
export const errorCatalogue = {
  VALIDATION_ERROR: {
    status: 400,
    retryable: false,
    message: 'The input is not valid; see details for each field.',
  },
  BAD_REQUEST: { status: 400, retryable: false, message: 'The request could not be understood.' },
  GRAPHQL_PARSE_FAILED: {
    status: 400,
    retryable: false,
    message: 'The GraphQL document has a syntax error.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    status: 400,
    retryable: false,
    message: 'The GraphQL document does not fit the schema.',
  },
  QUERY_TOO_COMPLEX: {
    status: 400,
    retryable: false,
    message: 'The operation is too large, too deep, or has too many aliases; split it.',
  },
  // 200: a step of the conversation about persisted queries, which clients go on with by sending the query.
  PERSISTED_QUERY_NOT_FOUND: {
    status: 200,
    retryable: false,
    message: 'PersistedQueryNotFound: no operation is known by this hash; send the query along with it.',
  },
  OPERATION_NOT_LISTED: {
    status: 403,
    retryable: false,
    message: 'This hub runs listed operations alone, and this is none of them.',
  },
  UNAUTHENTICATED: {
    status: 401,
    retryable: false,
    message: 'Send a valid key in the X-API-Key header, or a valid access token as Authorization: Bearer.',
  },
  FORBIDDEN: { status: 403, retryable: false, message: 'The key lacks a scope that this needs.' },
  NOT_FOUND: {
    status: 404,
    retryable: false,
    message: 'There is no such object, or the caller may not see it.',
  },
  CONFLICT: { status: 409, retryable: false, message: 'The object is not in a state that allows this.' },
  DUPLICATE_EMAIL: {
    status: 409,
    retryable: false,
    message: 'That e-mail address is already used in this organisation.',
  },
  DUPLICATE: { status: 409, retryable: false, message: 'An object with this unique value exists already.' },
  CAPACITY_EXCEEDED: { status: 409, retryable: false, message: 'The program is full.' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    retryable: false,
    message: 'This idempotency key was used before with another input; choose a new key.',
  },
  CURSOR_INVALID: {
    status: 400,
    retryable: false,
    message: 'That is no cursor of this event log; pass back one that came from it, or none to start now.',
  },
  CURSOR_EXPIRED: {
    status: 410,
    retryable: false,
    message:
      'The events after this cursor are no longer kept; read the present state, then start without a cursor.',
  },
  LAGGED: {
    status: 429,
    retryable: true,
    message: 'The client reads more slowly than events come; go on from the cursor in the error.',
  },
  TOO_MANY_OPERATIONS: {
    status: 429,
    retryable: false,
    message: 'As many operations run on this socket as may; complete some, or open another socket.',
  },
  RATE_LIMITED: {
    status: 429,
    retryable: true,
    message: 'Too many requests; try again after as many seconds as retryAfter says.',
  },
  OVERLOADED: {
    status: 503,
    retryable: true,
    message: 'The hub has more to do than it can; try again after as many seconds as retryAfter says.',
  },
  PAYLOAD_TOO_LARGE: { status: 413, retryable: false, message: 'The request body is too large.' },
  NOT_CONFIGURED: {
    status: 501,
    retryable: false,
    message: 'The outside system that this needs is not configured on this hub.',
  },
  UPSTREAM_REJECTED: { status: 502, retryable: false, message: 'The outside system refused the request.' },
  UPSTREAM_UNAVAILABLE: {
    status: 503,
    retryable: true,
    message: 'A system that this needs does not answer; try again later.',
  },
  INTERNAL: {
    status: 500,
    retryable: true,
    message: 'Something went wrong inside the hub; quote the request id to support.',
  },
} as const satisfies Record<string, { status: number; retryable: boolean; message: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** What is wrong with one field of the input. `field` is a path such as `customer.phone`. */
export interface ErrorDetail {
  field: string;
  message: string;
}

/**
 * An error of the catalogue. `message` is safe to show to the client; whatever is not goes into
 * `cause`, which is logged and never leaves the hub.
 */
export class HubError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetail[];
  readonly #more: Record<string, unknown>;

  /** `extensions` is shown to the client beside the code. */
  constructor(
    code: ErrorCode,
    options: {
      message?: string;
      details?: ErrorDetail[];
      cause?: unknown;
      extensions?: Record<string, unknown>;
    } = {},
  ) {
    super(options.message ?? errorCatalogue[code].message, { cause: options.cause });
    this.name = 'HubError';
    this.code = code;
    this.details = options.details ?? [];
    this.#more = options.extensions ?? {};
  }

  /** Read by graphql-js when it wraps this error into a GraphQLError. */
  get extensions(): Record<string, unknown> {
    return {
      code: this.code,
      retryable: errorCatalogue[this.code].retryable,
      ...(this.details.length > 0 && { details: this.details }),
      ...this.#more,
    };
  }
}

/** A VALIDATION_ERROR for one field. */
export function invalid(field: string, message: string): HubError {
  return new HubError('VALIDATION_ERROR', { message: `${field}: ${message}`, details: [{ field, message }] });
}

/** NOT_FOUND for an id that does not exist or that the caller may not see: the two are not told apart. */
export function notFound(what: string, id: string): HubError {
  return new HubError('NOT_FOUND', { message: `There is no ${what} with id ${id}.` });
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCatalogue, code);
}
