import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticator } from '../../platform/auth/authenticator.ts';
import { HubError } from '../../platform/errors.ts';
import { idempotencyKeyOf } from '../../platform/idempotency/idempotency-key.ts';
import { credentialsOf } from '../authenticate.ts';
import { checkVariables } from '../entrance/variables-size.ts';
import type { ErrorFormatter } from '../errors.ts';
import type { OperationRunner } from '../execution/operation-runner.ts';
import type { Limits } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Caller } from '../rate-limits/limiter.ts';
import type { Metering } from '../rate-limits/metering.ts';
import { noteOf } from '../request-log.ts';
import { entityTag, isKnown, refuseConditions } from './conditional.ts';
import { bodyOf, type Endpoint } from './endpoint.ts';
import type { Read } from './request-reader.ts';
import { invalidRequest, restError } from './rest-errors.ts';

/** What runs the operations. */
export interface RestRun {
  runner: OperationRunner;
  authenticator: Authenticator;
  /** Undefined where nobody is limited. */
  metering: Metering | undefined;
  limits: Limits;
  formatError: ErrorFormatter;
  metrics: GatewayMetrics;
}

/**
 * Answers a request by running the operation of its endpoint as its caller, who is limited, charged and
 * logged as with any operation.
 *
 * @throws HubError what is answered as a problem
 */
export async function runEndpoint(
  endpoint: Endpoint,
  options: RestRun,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { rest, written } = endpoint.operation;
  const note = noteOf(request);
  let outcome: 'ok' | 'error' | 'refused' = 'refused';
  try {
    reply.header('cache-control', 'no-store');
    const credentials = credentialsOf(request);
    const principal = await options.authenticator.authenticate(credentials);
    note.of(principal);
    const caller = { principal, address: credentials.address };
    if (rest.method !== 'GET') refuseConditions(request.headers);
    const idempotencyKey = idempotencyKeyOf(request.headers['idempotency-key']);
    const read = await readRequest(endpoint, options, caller, request, reply);
    const planned = endpoint.plan();
    note.asks(planned, read.variables);
    const meter = await options.metering?.admit(caller, planned, read.variables);
    if (meter) reply.headers(meter.headers);
    meter?.check();
    note.begins();
    outcome = 'error';
    const result = await options.runner.run(planned, read.variables, {
      ...caller,
      requestId: request.id,
      idempotencyKey,
      signal: signalOf(reply),
    });
    // What was not used after all is given back before the headers tell what is left.
    meter?.settle(result);
    if (meter) reply.headers(meter.headers);
    const [failure] = result.errors ?? [];
    if (failure) throw restError(options.formatError(failure), endpoint.variables);
    const body = bodyOf(endpoint, result.data ?? {}, read.page);
    if (body === undefined) throw new HubError('NOT_FOUND');
    outcome = 'ok';
    return answer(endpoint, body, request, reply);
  } finally {
    options.metrics.operation(written.operation, 'rest', outcome);
  }
}

async function readRequest(
  { reader }: Endpoint,
  { metering, limits }: RestRun,
  caller: Caller,
  { params, query, body }: FastifyRequest,
  reply: FastifyReply,
): Promise<Read> {
  const read = reader.read({
    path: params as Record<string, string>,
    query: query as Record<string, unknown>,
    body,
  });
  if (read.wrong.length === 0) {
    checkVariables(read.variables, limits);
    return read;
  }
  // It has been read all the same.
  reply.headers((await metering?.refusedDocument(caller)) ?? {});
  throw invalidRequest(read.wrong);
}

function answer(
  { operation: { rest }, kind }: Endpoint,
  body: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  reply.code(rest.status);
  if (rest.location !== undefined) reply.header('location', locationOf(rest.location, body));
  if (kind === 'none') return reply.send();
  const text = JSON.stringify(body);
  reply.type('application/json; charset=utf-8');
  if (rest.method !== 'GET') return reply.send(text);
  const tag = entityTag(text);
  reply.headers({
    etag: tag,
    'cache-control': rest.maxAge > 0 ? `private, max-age=${rest.maxAge}` : 'private, no-cache',
    vary: 'Origin, Authorization, X-API-Key, Accept',
  });
  if (isKnown(request.headers['if-none-match'], tag)) return reply.code(304).send();
  return reply.send(text);
}

/** `template` with the members of an answer in their places. */
function locationOf(template: string, body: unknown): string {
  const { data } = body as { data?: unknown };
  const members = (typeof data === 'object' && data !== null ? data : body) as Record<string, unknown>;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(members[name])));
}

/** Aborted when the client leaves before it has its answer. */
function signalOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
