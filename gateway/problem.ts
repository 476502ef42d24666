import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, errorCatalogue, HubError } from '../platform/errors.ts';
import { log } from '../platform/log.ts';
import { tellMethods, watchMethods } from './other-methods.ts';

/** Which code of the catalogue a refusal of Fastify's stands for. */
const fastifyCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_ERR_NOT_FOUND: 'NOT_FOUND',
  // Nothing has an id that is longer than the router takes.
  FST_ERR_MAX_PARAM_LENGTH: 'NOT_FOUND',
  FST_ERR_BAD_URL: 'BAD_REQUEST',
};

/** What an error that reached the HTTP server is in the catalogue, and its status. */
export function toHubError(error: unknown): { error: HubError; status: number } {
  if (error instanceof HubError) return { error, status: errorCatalogue[error.code].status };
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string };
  const known = fastifyCodes[code ?? ''];
  if (known) return { error: new HubError(known), status: errorCatalogue[known].status };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { error: new HubError('BAD_REQUEST', message ? { message } : {}), status: statusCode };
  }
  return { error: new HubError('INTERNAL', { cause: error }), status: 500 };
}

/**
 * Answers what went wrong outside GraphQL as RFC 9457 problem details: 405 with `Allow` where an address that is
 * added to `app` from now on is served by other methods, 404 where there is none.
 */
export function serveProblems(app: FastifyInstance): void {
  const methodsOf = watchMethods(app);
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error));
  app.setNotFoundHandler((request, reply) => {
    const served = methodsOf(request);
    const problem =
      served.length > 0
        ? tellMethods(request, reply, served)
        : new HubError('NOT_FOUND', { message: 'There is nothing at this address.' });
    return problem ? sendProblem(request, reply, problem) : reply;
  });
}

/** Answers with what `thrown` is in the catalogue. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, thrown: unknown): FastifyReply {
  const { error, status } = toHubError(thrown);
  if (error.code === 'INTERNAL') {
    log.error({ err: error.cause ?? error, requestId: request.id, path: request.url }, 'unexpected error');
  }
  return reply
    .code(status)
    .headers(refusalHeaders(error, request))
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title: errorCatalogue[error.code].message,
      status,
      detail: error.message,
      instance: request.url.split('?')[0],
      code: error.code,
      retryable: errorCatalogue[error.code].retryable,
      requestId: request.id,
      ...(error.details.length > 0 && { details: error.details }),
      // As partners' guides have it.
      error: { code: error.code, message: error.message, details: error.details },
    });
}

/**
 * The headers that a refusal needs: Retry-After where the error says how many seconds to wait, and WWW-Authenticate
 * where nobody is known (RFC 9110 15.5.2), as RFC 6750 3 has it. There is no registered scheme for keys.
 */
export function refusalHeaders(
  { code, message, extensions }: HubError,
  { headers }: Pick<FastifyRequest, 'headers'>,
): Record<string, string> {
  const seconds = extensions.retryAfter;
  return {
    ...(typeof seconds === 'number' && { 'retry-after': String(seconds) }),
    ...(code === 'UNAUTHENTICATED' && {
      'www-authenticate': headers.authorization === undefined ? challenge : `${challenge}, ${wrong(message)}`,
    }),
  };
}

const challenge = 'Bearer realm="skills hub"';

/** Quoted as RFC 6750 3 lets it be. */
function wrong(message: string): string {
  return `error="invalid_token", error_description="${message.replace(/[^ !#-[\]-~]/g, '')}"`;
}
