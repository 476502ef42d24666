import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import type { Authenticator } from '../platform/auth/authenticator.ts';
import { errorCatalogue, HubError } from '../platform/errors.ts';
import { idempotencyKeyOf } from '../platform/idempotency/idempotency-key.ts';
import { log } from '../platform/log.ts';
import { credentialsOf } from './authenticate.ts';
import { refuseCrossSite } from './entrance/cross-site.ts';
import type { Entrance } from './entrance/entrance.ts';
import { HttpCall } from './entrance/http-call.ts';
import { httpOperation, RequestRefusal } from './entrance/http-request.ts';
import type { KnownDocument } from './entrance/known-documents.ts';
import { graphqlResponse, json, Negotiation } from './entrance/media-types.ts';
import { asHubError, type ErrorFormatter } from './errors.ts';
import { isWritten, type WrittenResult } from './execution/executor.ts';
import type { OperationRunner } from './execution/operation-runner.ts';
import type { GatewayMetrics, OperationOutcome } from './metrics.ts';
import { refusalHeaders, toHubError } from './problem.ts';
import type { Caller } from './rate-limits/limiter.ts';
import type { Meter, Metering } from './rate-limits/metering.ts';
import { noteOf, type RequestNote } from './request-log.ts';
import type { Acceptance } from './subscriptions/accept.ts';

export interface GraphqlHttpOptions {
  runner: OperationRunner;
  authenticator: Authenticator;
  /** Undefined where nobody is limited. */
  metering: Metering | undefined;
  entrance: Entrance;
  formatError: ErrorFormatter;
  formatErrorFor: Acceptance['formatErrorFor'];
  metrics: GatewayMetrics;
  /** What a browser is shown that asks for a page; undefined where there is none. */
  landingPage: (() => string) | undefined;
}

/** GraphQL over HTTP at `/graphql`, by the specification of that name: one operation by GET or POST. */
export function serveGraphqlOverHttp(app: FastifyInstance, options: GraphqlHttpOptions): void {
  app.register(async (scope) => {
    // Refusals before the request is here: a body that is too large or no JSON.
    answerRefusalsAsGraphql(scope, options.formatError);
    scope.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: '/graphql',
      config: { runsOperations: true },
      handler: (request, reply) => handle(options, request, reply),
    });
  });
}

/** What is refused before there is an operation is answered as GraphQL's clients expect. */
export function answerRefusalsAsGraphql(scope: FastifyInstance, formatError: ErrorFormatter): void {
  scope.setErrorHandler((thrown, request, reply) => {
    const { error, status } = toHubError(thrown);
    if (error.code === 'INTERNAL') log.error({ err: error.cause ?? error }, 'unexpected error');
    return reply
      .code(status)
      .headers(refusalHeaders(error, request))
      .type('application/json; charset=utf-8')
      .send({ errors: [formatError(error)] });
  });
}

const answerTypes = new Negotiation([json, graphqlResponse]);
const html = 'text/html';
const pageTypes = new Negotiation([json, graphqlResponse, html]);
/** People paste keys there: no other site has it in a frame. The page itself says what it may load. */
const landingPageHeaders = {
  'content-type': html,
  'content-security-policy': "frame-ancestors 'none'",
  'x-frame-options': 'DENY',
};

/** What becomes known of a request while it is served. */
interface Trace {
  readonly note: RequestNote;
  type: OperationTypeNode | 'unknown';
  outcome: OperationOutcome;
  caller: Caller | undefined;
  meter: Meter | undefined;
  /** The document or its variables were refused. */
  documentRefused: boolean;
  status: number;
}

async function handle(
  options: GraphqlHttpOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string> {
  const trace: Trace = {
    note: noteOf(request),
    type: 'unknown',
    outcome: 'refused',
    caller: undefined,
    meter: undefined,
    documentRefused: false,
    status: 200,
  };
  const { method, headers } = request;
  const { accept } = headers;
  const answerType = accept ? answerTypes.choose(accept) : json;
  let text: string;
  // An answer is its caller's, and a cache that knows answers by their address does not know callers by their keys.
  reply.header('cache-control', 'no-store');
  if (options.landingPage && method === 'GET' && accept && pageTypes.choose(accept) === html) {
    text = options.landingPage();
    reply.headers(landingPageHeaders);
  } else {
    reply.header('content-type', answerType ?? json);
    try {
      text = await answer(options, request, reply, answerType, trace);
    } catch (error) {
      text = refusal(options, reply, error, trace);
    }
  }
  if (method === 'GET' || method === 'POST') options.metrics.operation(trace.type, 'http', trace.outcome);
  const { metering } = options;
  if (trace.meter) reply.headers(trace.meter.headers);
  // A document that was refused has been read, and counts too.
  else if (metering && trace.caller && trace.documentRefused)
    reply.headers(await metering.refusedDocument(trace.caller));
  reply.code(statusOf(trace, answerType));
  return text;
}

/**
 * The text of the answer to an operation.
 *
 * @throws HubError of the catalogue's status, or a RequestRefusal with its own
 */
async function answer(
  options: GraphqlHttpOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  answerType: string | undefined,
  trace: Trace,
): Promise<string> {
  const { headers } = request;
  refuseCrossSite(headers);
  const credentials = credentialsOf(request);
  const principal = await options.authenticator.authenticate(credentials);
  trace.caller = { principal, address: credentials.address };
  trace.note.of(principal);
  const asked = httpOperation(request);
  const document = options.entrance.enter(asked, principal);
  const idempotencyKey = idempotencyKeyOf(headers['idempotency-key']);
  // Before anything is done whose answer the client would not take.
  if (answerType === undefined)
    throw new RequestRefusal(
      406,
      `Answers are of the type ${json} or ${graphqlResponse}; accept one of them.`,
    );
  const call = new HttpCall(principal, request.id, credentials.address, idempotencyKey, reply.raw);
  const result = document.errors() ?? (await run(options, document, asked, request.method, call, trace));
  const formatError = options.formatErrorFor(principal);
  if (isErrors(result)) return written(trace, 400, formatError, { errors: result });
  const hasData = isWritten(result) || result.data !== undefined;
  if (hasData) trace.outcome = result.errors ? 'error' : 'ok';
  return written(trace, hasData ? 200 : 400, formatError, result);
}

function isErrors(
  result: readonly GraphQLError[] | ExecutionResult | WrittenResult,
): result is readonly GraphQLError[] {
  return Array.isArray(result);
}

/** Runs the operation, if its caller may ask for it now. */
async function run(
  { runner, metering }: GraphqlHttpOptions,
  document: KnownDocument,
  asked: ReturnType<typeof httpOperation>,
  method: string,
  call: HttpCall,
  trace: Trace,
): Promise<ExecutionResult | WrittenResult> {
  const planned = document.plan(asked.operationName);
  const type = planned.operation.operation;
  if (method === 'GET' && type !== 'query') {
    throw new RequestRefusal(405, `A GET asks a query; send a ${type} otherwise.`, { allow: 'POST' });
  }
  trace.type = type;
  if (type === 'subscription') {
    throw new HubError('BAD_REQUEST', {
      message: 'Subscriptions are served over websockets, and as event streams at /graphql/stream.',
    });
  }
  const variables = asked.variables ?? {};
  trace.note.asks(planned, variables);
  if (metering && trace.caller) {
    trace.meter = await metering.admit(trace.caller, planned, variables);
    trace.meter.check();
  }
  trace.note.begins();
  const result = await runner.write(planned, variables, call);
  return trace.meter ? trace.meter.settle(result) : result;
}

const documentRefusals = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'];

function written(
  trace: Trace,
  status: number,
  formatError: ErrorFormatter,
  result: ExecutionResult | WrittenResult,
): string {
  trace.status = status;
  const { errors, extensions } = result;
  let text = '{';
  if (errors) {
    const shown = errors.map(formatError);
    trace.documentRefused = documentRefusals.includes(String(errors[0]?.extensions?.code));
    trace.note.failed(shown);
    text += `"errors":${JSON.stringify(shown)}`;
  }
  const data = isWritten(result) ? result.json : JSON.stringify(result.data);
  if (data !== undefined) text += `${errors ? ',' : ''}"data":${data}`;
  if (extensions) text += `,"extensions":${JSON.stringify(extensions)}`;
  return `${text}}\n`;
}

function refusal(
  { formatError }: GraphqlHttpOptions,
  reply: FastifyReply,
  thrown: unknown,
  trace: Trace,
): string {
  const error = asHubError(thrown);
  if (error.code === 'INTERNAL') log.error({ err: error.cause ?? error }, 'unexpected error');
  trace.note.refused(error);
  reply.headers(refusalHeaders(error, reply.request));
  if (error instanceof RequestRefusal) reply.headers(error.headers);
  trace.status = error instanceof RequestRefusal ? error.status : errorCatalogue[error.code].status;
  return `${JSON.stringify({ errors: [formatError(error)] })}\n`;
}

/**
 * GraphQL over HTTP, "application/json": a well-formed request whose document or variables are refused
 * is answered 200, since clients of that type take other statuses for an intermediary's.
 */
function statusOf({ status, documentRefused }: Trace, answerType: string | undefined): number {
  return status === 400 && documentRefused && answerType === json ? 200 : status;
}
