// Generated from platform/errors.ts by `npm run codegen`; do not edit.

/** The codes of the hub's errors, and what each means. */
export interface ErrorCatalogue {
  /** The input is not valid; see details for each field. */
  VALIDATION_ERROR: unknown;
  /** The request could not be understood. */
  BAD_REQUEST: unknown;
  /** The GraphQL document has a syntax error. */
  GRAPHQL_PARSE_FAILED: unknown;
  /** The GraphQL document does not fit the schema. */
  GRAPHQL_VALIDATION_FAILED: unknown;
  /** The operation is too large, too deep, or has too many aliases; split it. */
  QUERY_TOO_COMPLEX: unknown;
  /** PersistedQueryNotFound: no operation is known by this hash; send the query along with it. */
  PERSISTED_QUERY_NOT_FOUND: unknown;
  /** This hub runs listed operations alone, and this is none of them. */
  OPERATION_NOT_LISTED: unknown;
  /** Send a valid key in the X-API-Key header, or a valid access token as Authorization: Bearer. */
  UNAUTHENTICATED: unknown;
  /** The key lacks a scope that this needs. */
  FORBIDDEN: unknown;
  /** There is no such object, or the caller may not see it. */
  NOT_FOUND: unknown;
  /** The object is not in a state that allows this. */
  CONFLICT: unknown;
  /** That e-mail address is already used in this organisation. */
  DUPLICATE_EMAIL: unknown;
  /** An object with this unique value exists already. */
  DUPLICATE: unknown;
  /** The program is full. */
  CAPACITY_EXCEEDED: unknown;
  /** This idempotency key was used before with another input; choose a new key. */
  IDEMPOTENCY_KEY_REUSED: unknown;
  /** That is no cursor of this event log; pass back one that came from it, or none to start now. */
  CURSOR_INVALID: unknown;
  /** The events after this cursor are no longer kept; read the present state, then start without a cursor. */
  CURSOR_EXPIRED: unknown;
  /** The client reads more slowly than events come; go on from the cursor in the error. */
  LAGGED: unknown;
  /** As many operations run on this socket as may; complete some, or open another socket. */
  TOO_MANY_OPERATIONS: unknown;
  /** Too many requests; try again after as many seconds as retryAfter says. */
  RATE_LIMITED: unknown;
  /** The hub has more to do than it can; try again after as many seconds as retryAfter says. */
  OVERLOADED: unknown;
  /** The request body is too large. */
  PAYLOAD_TOO_LARGE: unknown;
  /** The outside system that this needs is not configured on this hub. */
  NOT_CONFIGURED: unknown;
  /** The outside system refused the request. */
  UPSTREAM_REJECTED: unknown;
  /** A system that this needs does not answer; try again later. */
  UPSTREAM_UNAVAILABLE: unknown;
  /** Something went wrong inside the hub; quote the request id to support. */
  INTERNAL: unknown;
}
