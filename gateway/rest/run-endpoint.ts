import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticator } from '../../platform/auth/authenticator.ts';
import { entityTag, isKnown } from '../../platform/entity-tag.ts';
import { HubError } from '../../platform/errors.ts';
import { idempotencyKeyOf } from '../../platform/idempotency/idempotency-key.ts';
import { credentialsOf } from '../authenticate.ts';
import { HttpCall } from '../entrance/http-call.ts';
import { checkVariables } from '../entrance/variables-size.ts';
import type { ErrorFormatter } from '../errors.ts';
import { isWritten, type PlannedOperation } from '../execution/executor.ts';
import type { OperationRunner } from '../execution/operation-runner.ts';
import type { Limits } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Caller } from '../rate-limits/limiter.ts';
import type { Meter, Metering } from '../rate-limits/metering.ts';
import { noteOf } from '../request-log.ts';
import { bodyAround, bodyOf } from './body.ts';
import { refuseConditions } from './conditional.ts';
import { restRefusal } from './costly-page.ts';
import type { Endpoint } from './endpoint.ts';
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
    let result: Result;
    try {
      check(meter, planned, read.variables);
      note.begins();
      outcome = 'error';
      const call = new HttpCall(principal, request.id, credentials.address, idempotencyKey, reply.raw);
      result = await run(options.runner, planned, read.variables, call);
      // What was not used after all is given back before the headers tell what is left.
      meter?.settle(result);
    } finally {
      if (meter) reply.headers(meter.headers);
    }
    const [failure] = result.errors ?? [];
    if (failure) throw restError(options.formatError(failure), endpoint.variables);
    const body = isWritten(result)
      ? bodyAround(endpoint, rest, result.json)
      : bodyOf(endpoint, rest, answered(endpoint, result.data ?? {}, read.refused), read.variables);
    if (body === undefined) throw new HubError('NOT_FOUND');
    outcome = 'ok';
    return answer(endpoint, body, request, reply);
  } finally {
    options.metrics.operation(written.operation, 'rest', outcome);
  }
}

function answered(
  { root, rows }: Endpoint,
  data: Record<string, unknown>,
  refused: Read['refused'],
): Record<string, unknown> {
  const found = data[root.key];
  if (!rows || !found) return data;
  return { ...data, [root.key]: rows.answered(found as Record<string, unknown>, refused) };
}

function check(meter: Meter | undefined, planned: PlannedOperation, variables: Read['variables']): void {
  try {
    meter?.check();
  } catch (refusal) {
    throw restRefusal(refusal, planned, variables);
  }
}

type Result = Awaited<ReturnType<OperationRunner['write']>>;

function run(
  runner: OperationRunner,
  planned: PlannedOperation,
  variables: Read['variables'],
  call: HttpCall,
): Promise<Result> {
  return planned.layout ? runner.write(planned, variables, call) : runner.run(planned, variables, call);
}

async function readRequest(
  { reader, rows }: Endpoint,
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
    return rows ? { ...read, variables: rows.without(read.variables, read.refused) } : read;
  }
  // It has been read all the same.
  reply.headers((await metering?.refusedDocument(caller)) ?? {});
  throw invalidRequest(read.wrong);
}

/** @param body its text, or what it is made of */
function answer(
  { operation: { rest }, kind }: Endpoint,
  body: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  reply.code(rest.status);
  if (rest.location !== undefined) reply.header('location', locationOf(rest.location, body));
  if (kind === 'none') return reply.send();
  const text = typeof body === 'string' ? body : JSON.stringify(body);
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
