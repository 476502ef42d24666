import {
  ApolloServer,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
  HeaderMap,
  type HTTPGraphQLResponse,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OperationTypeNode } from 'graphql';
import type { Authenticator } from '../platform/auth/authenticator.ts';
import { HubError } from '../platform/errors.ts';
import type { CallContext } from '../platform/federation/caller.ts';
import { idempotencyKeyOf } from '../platform/idempotency/idempotency-key.ts';
import { log } from '../platform/log.ts';
import { credentialsOf } from './authenticate.ts';
import type { Entrance } from './entrance/entrance.ts';
import { arrivedOf, withText } from './entrance/http-request.ts';
import { withoutSuggestions } from './entrance/suggestions.ts';
import { asHubError, type ErrorFormatter, withHttpStatus } from './errors.ts';
import type { OperationRunner } from './execution/operation-runner.ts';
import type { Limits } from './limits.ts';
import type { GatewayMetrics, OperationOutcome } from './metrics.ts';
import { retryAfter, toHubError } from './problem.ts';
import type { Caller } from './rate-limits/limiter.ts';
import type { Meter, Metering } from './rate-limits/metering.ts';
import { noteOf, type RequestNote } from './request-log.ts';
import type { CurrentSupergraph } from './supergraph.ts';

/** What one request leaves behind for the handler; Apollo Server copies its context, so this is shared by reference. */
interface Trace {
  type: OperationTypeNode | 'unknown';
  outcome: OperationOutcome;
  /** The document or its variables were refused. */
  documentRefused: boolean;
  caller?: Caller;
  meter?: Meter;
  note: RequestNote;
}

interface RequestContext extends CallContext {
  trace: Trace;
}

export interface GraphqlHttpOptions {
  supergraph: CurrentSupergraph;
  runner: OperationRunner;
  authenticator: Authenticator;
  /** Undefined where nobody is limited. */
  metering: Metering | undefined;
  entrance: Entrance;
  limits: Limits;
  formatError: ErrorFormatter;
  /** Whether callers who are not known are told what they may have meant. */
  suggestsToStrangers: boolean;
  metrics: GatewayMetrics;
  landingPage: ApolloServerPlugin;
}

/**
 * GraphQL over HTTP at `/graphql`, by Apollo Server with our execution behind it. Returns the server,
 * which the caller stops.
 */
export async function serveGraphqlOverHttp(
  app: FastifyInstance,
  options: GraphqlHttpOptions,
): Promise<ApolloServer<RequestContext>> {
  const server = new ApolloServer<RequestContext>({
    gateway: gatewayOf(options),
    logger: log,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    // Both are the entrance's.
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    parseOptions: { maxTokens: options.limits.tokens },
    // What a simple cross-site form cannot send shows that a browser has asked for leave.
    csrfPrevention: {
      requestHeaders: ['x-api-key', 'authorization', 'x-apollo-operation-name', 'apollo-require-preflight'],
    },
    formatError: (_formatted, error) => options.formatError(error),
    plugins: [
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      options.landingPage,
      traceOperations,
      ...(options.suggestsToStrangers ? [] : [concealSuggestions]),
    ],
  });
  await server.start();

  await app.register(async (scope) => {
    // Refusals before Apollo Server has the request: a body that is too large or no JSON.
    answerRefusalsAsGraphql(scope, options.formatError);
    scope.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: '/graphql',
      handler: (request, reply) => handle(server, options, request, reply),
    });
  });
  return server;
}

/** What is refused before there is an operation is answered as GraphQL's clients expect. */
export function answerRefusalsAsGraphql(scope: FastifyInstance, formatError: ErrorFormatter): void {
  scope.setErrorHandler((thrown, _request, reply) => {
    const { error, status } = toHubError(thrown);
    if (error.code === 'INTERNAL') log.error({ err: error.cause ?? error }, 'unexpected error');
    return reply
      .code(status)
      .headers(retryAfter(error))
      .type('application/json; charset=utf-8')
      .send({ errors: [formatError(error)] });
  });
}

async function handle(
  server: ApolloServer<RequestContext>,
  options: GraphqlHttpOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string> {
  const note = noteOf(request);
  const trace: Trace = { type: 'unknown', outcome: 'refused', documentRefused: false, note };
  const search = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
  const httpGraphQLRequest = {
    method: request.method,
    headers: headerMap(request),
    search,
    body: request.body,
  };
  const response = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest,
    context: async () => {
      try {
        const credentials = credentialsOf(request);
        const principal = await options.authenticator.authenticate(credentials);
        trace.caller = { principal, address: credentials.address };
        note.of(principal);
        const arrived = arrivedOf(request);
        // Apollo Server reads the request after it has asked for the context.
        if (arrived) withText(httpGraphQLRequest, options.entrance.enter(arrived, principal));
        const { address } = credentials;
        const idempotencyKey = idempotencyKeyOf(request.headers['idempotency-key']);
        const signal = signalOf(reply);
        return { principal, requestId: request.id, address, idempotencyKey, signal, trace };
      } catch (error) {
        note.refused(error);
        const refusal = asHubError(error);
        reply.headers(retryAfter(refusal));
        throw withHttpStatus(refusal);
      }
    },
  });
  if (request.method === 'GET' || request.method === 'POST') {
    options.metrics.operation(trace.type, 'http', trace.outcome);
  }
  reply.code(statusOf(response, trace)).headers(await limitHeaders(options.metering, trace));
  for (const [name, value] of response.headers) reply.header(name, value);
  if (response.body.kind !== 'complete')
    throw new Error('Incremental delivery is not planned by the gateway.');
  return response.body.string;
}

/** What is left to the caller. A document that was refused has been read, and counts too. */
async function limitHeaders(
  metering: Metering | undefined,
  { caller, meter, documentRefused }: Trace,
): Promise<Record<string, string>> {
  if (meter) return meter.headers;
  return metering && caller && documentRefused ? await metering.refusedDocument(caller) : {};
}

/**
 * GraphQL over HTTP, "application/json": a well-formed request whose document or variables are refused
 * is answered 200, since clients of that type take other statuses for an intermediary's.
 */
function statusOf(response: HTTPGraphQLResponse, trace: Trace): number {
  const status = response.status ?? 200;
  const isPlainJson = response.headers.get('content-type')?.startsWith('application/json');
  return status === 400 && trace.documentRefused && isPlainJson ? 200 : status;
}

const documentRefusals = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'];

const traceOperations: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, contextValue }) {
        contextValue.trace.type = operation?.operation ?? 'unknown';
      },
      async willSendResponse({ errors, response, contextValue: { trace } }) {
        trace.documentRefused = documentRefusals.includes(String(errors?.[0]?.extensions.code));
        const hasData = response.body.kind === 'single' && response.body.singleResult.data !== undefined;
        if (hasData) trace.outcome = errors ? 'error' : 'ok';
        if (response.body.kind === 'single') trace.note.failed(response.body.singleResult.errors);
      },
    };
  },
};

const concealSuggestions: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response: { body }, contextValue: { principal } }) {
        if (principal.kind !== 'anonymous' || body.kind !== 'single' || !body.singleResult.errors) return;
        body.singleResult.errors = body.singleResult.errors.map(withoutSuggestions);
      },
    };
  },
};

/** Our supergraph and execution in the shape that Apollo Server asks of a gateway. */
function gatewayOf({
  supergraph,
  runner,
  metering,
}: GraphqlHttpOptions): ApolloServerOptionsWithGateway<RequestContext>['gateway'] {
  const unwatch: (() => void)[] = [];
  return {
    onSchemaLoadOrUpdate(callback) {
      const stop = supergraph.watch((current) =>
        callback({ apiSchema: current.apiSchema, coreSupergraphSdl: current.sdl }),
      );
      unwatch.push(stop);
      return stop;
    },
    async load() {
      return {
        executor: async ({ queryHash, document, request, context }) => {
          try {
            const planned = runner.plan(queryHash, document, request.operationName);
            if (planned.operation.operation === 'subscription') {
              throw new HubError('BAD_REQUEST', {
                message: 'Subscriptions are served over websockets, and as event streams at /graphql/stream.',
              });
            }
            const variables = request.variables ?? {};
            const { trace } = context as RequestContext;
            trace.note.asks(planned, variables);
            trace.meter = trace.caller && (await metering?.admit(trace.caller, planned, variables));
            trace.meter?.check();
            trace.note.begins();
            const result = await runner.run(planned, variables, context as RequestContext);
            return trace.meter ? trace.meter.settle(result) : result;
          } catch (error) {
            throw withHttpStatus(asHubError(error));
          }
        },
      };
    },
    async stop() {
      for (const stop of unwatch) stop();
    },
  };
}

function headerMap(request: FastifyRequest): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

/** Aborted when the client leaves before it has its answer. */
function signalOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
