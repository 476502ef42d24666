import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import {
  type ErrorCode,
  type ErrorDetail,
  errorCatalogue,
  HubError,
  isErrorCode,
} from '../platform/errors.ts';
import { currentRequestId, log } from '../platform/log.ts';

/** Codes that GraphQL's servers have agreed on, and what they are in the catalogue. */
const foreignCodes: Readonly<Record<string, ErrorCode>> = {
  BAD_USER_INPUT: 'VALIDATION_ERROR',
};

/** How an error is shown to a client. */
export type ErrorFormatter = (error: unknown) => GraphQLFormattedError;

/**
 * Shows what the catalogue allows: message, place, path, and of the extensions `code`, `retryable`,
 * `details`, `cursor`, `retryAfter` and `cost`. Anything else is logged and becomes INTERNAL with the request id.
 */
export function formatForClients(error: unknown): GraphQLFormattedError {
  const { message, locations, path, extensions = {} } = asFormatted(error);
  const given = extensions.code;
  const code = isErrorCode(given) ? given : foreignCodes[String(given)];
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (!code || code === 'INTERNAL') {
    const requestId = currentRequestId();
    if (!code) log.error({ err: rootCause(error), path }, 'unexpected error in an operation');
    return {
      message: errorCatalogue.INTERNAL.message,
      ...place,
      extensions: { code: 'INTERNAL', retryable: true, ...(requestId && { requestId }) },
    };
  }
  if (code === 'UPSTREAM_UNAVAILABLE') log.warn({ err: rootCause(error), path }, 'a subgraph is unavailable');
  const details = extensions.details ?? (code === 'VALIDATION_ERROR' ? variableDetails(message) : undefined);
  return {
    message,
    ...place,
    extensions: {
      code,
      retryable: errorCatalogue[code].retryable,
      ...(Array.isArray(details) && details.length > 0 && { details }),
      ...(typeof extensions.cursor === 'string' && { cursor: extensions.cursor }),
      ...(typeof extensions.retryAfter === 'number' && { retryAfter: extensions.retryAfter }),
      ...(typeof extensions.cost === 'object' && { cost: extensions.cost }),
    },
  };
}

/** Shows errors of subgraphs that know nothing of the catalogue as they came, without stack traces. */
export function formatAsReceived(error: unknown): GraphQLFormattedError {
  const { message, locations, path, extensions = {} } = asFormatted(error);
  const { stacktrace: _, exception: __, serviceName: ___, ...shown } = extensions;
  return { message, ...(locations && { locations }), ...(path && { path }), extensions: shown };
}

/** `error` itself when it is of the catalogue, else INTERNAL with `error` as its cause. */
export function asHubError(error: unknown): HubError {
  return error instanceof HubError ? error : new HubError('INTERNAL', { cause: error });
}

function asFormatted(error: unknown): GraphQLFormattedError {
  if (error instanceof GraphQLError) return error.toJSON();
  if (error instanceof HubError) return { message: error.message, extensions: error.extensions };
  if (error instanceof Error) return { message: error.message };
  return error as GraphQLFormattedError;
}

/** The error that says what happened, beneath those that only carried it. */
function rootCause(error: unknown): unknown {
  let root = error;
  while (root instanceof GraphQLError && root.originalError) root = root.originalError;
  return root;
}

/** From graphql-js's words about a variable: which field of the input is wrong, without the variable's own name. */
function variableDetails(message: string): ErrorDetail[] {
  const variable = /^Variable "\$([^"]+)"/.exec(message)?.[1];
  if (!variable) return [];
  const [, place, reason] = / at "([^"]+)"; ([^;]*)$/.exec(message) ?? [];
  const why = reason ?? message.split('; ').at(-1) ?? message;
  const beneath = (place ?? '')
    .split(/[.[\]]+/)
    .slice(1)
    .filter(Boolean);
  const [, member] = /^Field "([^"]+)" (?:of required type|is not defined)/.exec(why) ?? [];
  const field = [...beneath, ...(member ? [member] : [])].join('.');
  return [{ field: field || variable, message: why }];
}
