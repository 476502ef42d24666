import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { type ExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import type { Context, SubscribePayload } from 'graphql-ws';
import { type Extra, useServer as serveOn } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Authenticator, Credentials } from '../../platform/auth/authenticator.ts';
import { HubError } from '../../platform/errors.ts';
import type { CallContext } from '../../platform/federation/caller.ts';
import { log, withRequestId } from '../../platform/log.ts';
import { credentialsOfConnectionParams, credentialsOfHeaders, hasCredentials } from '../authenticate.ts';
import { asHubError, type ErrorFormatter } from '../errors.ts';
import type { PlannedOperation } from '../execution/executor.ts';
import { type OperationRunner, variableErrors } from '../execution/operation-runner.ts';
import { bodyLimit } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { counted } from './counted.ts';
import type { DocumentCache } from './document-cache.ts';
import { runSubscription } from './subscription-run.ts';

export interface WebsocketOptions {
  runner: OperationRunner;
  documents: DocumentCache;
  authenticator: Authenticator;
  admit: (query: string) => void;
  formatError: ErrorFormatter;
  metrics: GatewayMetrics;
  /** How often the key of an open connection is checked again, in milliseconds. */
  keyCheckMs: number;
}

/** Between two pings; a client that has not answered one by the next is cut off. */
const pingEveryMs = 12_000;
/** Clients get this long to answer the goodbye of a gateway that stops. */
const goodbyeMs = 2_000;
/** graphql-transport-ws: clients do not try again with the same credentials. */
const unauthorized = 4401;
/** RFC 6455 registry. */
const tryAgainLater = 1013;

/** What an accepted operation carries from being read to being run. */
interface Accepted {
  planned: PlannedOperation;
  variables: Readonly<Record<string, unknown>>;
  context: CallContext;
}

/**
 * Queries, mutations and subscriptions over graphql-ws at `/graphql`. The key stands in the connection's
 * parameters, or in the headers of the upgrade. It is checked at the start, again for each operation, and
 * from time to time, so that a revoked one starts nothing more and soon hears nothing more.
 */
export function serveGraphqlOverWebsocket(app: FastifyInstance, options: WebsocketOptions): void {
  const { runner, metrics, formatError } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: bodyLimit });

  const format = (result: ExecutionResult) => ({
    ...result,
    ...(result.errors && { errors: result.errors.map(formatError) }),
  });

  const server = serveOn<Record<string, unknown>>(
    {
      // Else the words of an unexpected error would be the reason that the socket is closed with.
      isProd: true,

      async onConnect({ connectionParams, extra: { socket, request } }) {
        const credentials = credentialsOf(connectionParams, request.headers);
        if (!(await admitted(options.authenticator, credentials, socket))) return false;
        const recheck = setInterval(
          () => void admitted(options.authenticator, credentials, socket),
          options.keyCheckMs,
        );
        socket.once('close', () => clearInterval(recheck));
        return true;
      },

      async onSubscribe(socket, _id, payload) {
        const requestId = randomUUID();
        return await withRequestId(requestId, async () => {
          let accepted: Accepted | readonly unknown[];
          try {
            accepted = await accept(options, socket, payload, requestId);
          } catch (error) {
            accepted = [error];
          }
          if (!('planned' in accepted)) {
            metrics.operation('unknown', 'websocket', 'refused');
            return accepted.map((error) => asGraphQLError(formatError(error)));
          }
          const { supergraph, document } = accepted.planned;
          return {
            schema: supergraph.apiSchema,
            document,
            operationName: payload.operationName,
            contextValue: accepted,
          };
        });
      },

      async execute({ contextValue }) {
        const { planned, variables, context } = contextValue as Accepted;
        return await withRequestId(context.requestId, async () => {
          const result = await resultOf(() => runner.run(planned, variables, context));
          count(metrics, planned.operation.operation, result);
          return result;
        });
      },

      async subscribe({ contextValue }) {
        const { planned, variables, context } = contextValue as Accepted;
        return await withRequestId(context.requestId, async () => {
          try {
            const { callers, executor: execute } = runner;
            const run = await runSubscription({ planned, variables, context, callers, execute });
            count(metrics, OperationTypeNode.SUBSCRIPTION, {});
            return counted(run, metrics.subscriptions);
          } catch (error) {
            const result = { errors: [error as GraphQLError] };
            count(metrics, OperationTypeNode.SUBSCRIPTION, result);
            return result;
          }
        });
      },

      // Here and not earlier: results of a subscription are made outside this call's own async context.
      onNext: (_socket, _id, _payload, { contextValue }, result) =>
        withRequestId((contextValue as Accepted).context.requestId, () => format(result)) as never,
    },
    sockets,
    pingEveryMs,
  );

  app.server.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?')[0] !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (open) => {
      metrics.websockets.inc();
      open.once('close', () => metrics.websockets.dec());
      sockets.emit('connection', open, request);
    });
  });

  app.addHook('preClose', async () => {
    const impatience = setTimeout(() => {
      for (const client of sockets.clients) client.terminate();
    }, goodbyeMs);
    await server.dispose();
    clearTimeout(impatience);
  });
}

async function accept(
  options: WebsocketOptions,
  socket: Context<Record<string, unknown>, Extra>,
  payload: SubscribePayload,
  requestId: string,
): Promise<Accepted | readonly GraphQLError[]> {
  const principal = await options.authenticator.authenticate(
    credentialsOf(socket.connectionParams, socket.extra.request.headers),
  );
  if (typeof payload.query !== 'string')
    throw new HubError('BAD_REQUEST', { message: 'The query is missing.' });
  options.admit(payload.query);
  const known = options.documents.read(payload.query);
  if (!('document' in known)) return known;
  const planned = options.runner.plan(known.key, known.document, payload.operationName);
  const variables = payload.variables ?? {};
  const errors = variableErrors(planned, variables);
  if (errors) return errors.map((error) => withUserInputCode(error));
  return { planned, variables, context: { principal, requestId } };
}

function credentialsOf(
  connectionParams: Readonly<Record<string, unknown>> | undefined,
  headers: IncomingHttpHeaders,
): Credentials {
  const given = credentialsOfConnectionParams(connectionParams ?? {});
  return hasCredentials(given) ? given : credentialsOfHeaders(headers);
}

/** Whether the credentials are good; the socket is closed when they are not. */
async function admitted(
  authenticator: Authenticator,
  credentials: Credentials,
  socket: WebSocket,
): Promise<boolean> {
  try {
    await authenticator.authenticate(credentials);
    return true;
  } catch (error) {
    const { code, message } = asHubError(error);
    // An authenticator that fails says nothing of the key: the client may come back with it.
    const closeCode = code === 'UNAUTHENTICATED' ? unauthorized : tryAgainLater;
    if (code !== 'UNAUTHENTICATED') log.error({ err: error }, 'a websocket could not be authenticated');
    socket.close(closeCode, `${code}: ${message}`.slice(0, 120));
    return false;
  }
}

async function resultOf(run: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
  try {
    return await run();
  } catch (error) {
    return { errors: [error as GraphQLError] };
  }
}

function count(metrics: GatewayMetrics, type: OperationTypeNode, result: ExecutionResult): void {
  metrics.operation(type, 'websocket', result.errors ? 'error' : 'ok');
}

function withUserInputCode(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, { nodes: error.nodes, extensions: { code: 'BAD_USER_INPUT' } });
}

/** graphql-ws wants instances where an operation is refused. */
function asGraphQLError(formatted: ReturnType<ErrorFormatter>): GraphQLError {
  const { message, extensions } = formatted;
  return new GraphQLError(message, { extensions: extensions ?? null });
}
