import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { type ExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import { useServer as serveOn } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Authenticator, Credentials } from '../../platform/auth/authenticator.ts';
import { errorCatalogue } from '../../platform/errors.ts';
import { log, withRequestId } from '../../platform/log.ts';
import { credentialsOfConnectionParams, credentialsOfHeaders, hasCredentials } from '../authenticate.ts';
import { asHubError, type ErrorFormatter } from '../errors.ts';
import { bodyLimit } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { type Acceptance, type Accepted, accept } from './accept.ts';
import { counted } from './counted.ts';
import type { KeyWatch } from './key-watch.ts';
import { runSubscription } from './subscription-run.ts';

export interface WebsocketOptions extends Acceptance {
  authenticator: Authenticator;
  formatError: ErrorFormatter;
  metrics: GatewayMetrics;
  /** Watches the keys of open connections. */
  keys: KeyWatch;
}

/** Between two pings; a client that has not answered one by the next is cut off. */
const pingEveryMs = 12_000;
/** Clients get this long to answer the goodbye of a gateway that stops. */
const goodbyeMs = 2_000;
/** graphql-transport-ws: clients do not try again with the same credentials. */
const unauthorized = 4401;
/** RFC 6455 registry. */
const tryAgainLater = 1013;
/** Of the private range, after HTTP 429: not even the error of a client that lags can be written any more. */
const lagged = 4429;
/** Bytes that may wait in a socket for the error of a subscription to be written behind them. */
const unsentLimit = 4 * 1024 * 1024;

/**
 * Queries, mutations and subscriptions over graphql-ws at `/graphql`. The key stands in the connection's
 * parameters, or in the headers of the upgrade. It is checked at the start, again for each operation, and
 * from time to time, so that a revoked one starts nothing more and soon hears nothing more.
 */
export function serveGraphqlOverWebsocket(app: FastifyInstance, options: WebsocketOptions): void {
  const { runner, metrics, formatError, keys } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: bodyLimit });

  /** Of each operation, by the payload object that graphql-ws hands to all of its hooks. */
  const requestIds = new WeakMap<object, string>();

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
        // It may have left while its key was looked at: nothing would ever end the watch.
        if (socket.readyState !== socket.OPEN) return false;
        socket.once(
          'close',
          keys.watch(credentials, (error) => closeUnadmitted(socket, error)),
        );
        return true;
      },

      async onSubscribe({ connectionParams, extra: { request } }, _id, payload) {
        const requestId = randomUUID();
        requestIds.set(payload, requestId);
        return await withRequestId(requestId, async () => {
          let accepted: Accepted | readonly unknown[];
          try {
            const credentials = credentialsOf(connectionParams, request.headers);
            const principal = await options.authenticator.authenticate(credentials);
            accepted = accept(options, payload, { principal, requestId });
          } catch (error) {
            accepted = [error];
          }
          if (!('planned' in accepted)) {
            metrics.operation('unknown', 'websocket', 'refused');
            return accepted.map(asGraphQLError);
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
            count(metrics, OperationTypeNode.SUBSCRIPTION, { errors: [asGraphQLError(error)] });
            return refused(error);
          }
        });
      },

      // Of operations that are refused, and of subscriptions that fail.
      onError({ extra: { socket } }, _id, payload, errors) {
        if (socket.bufferedAmount > unsentLimit)
          socket.close(lagged, `LAGGED: ${errorCatalogue.LAGGED.message}`);
        return withRequestId(requestIds.get(payload) ?? '', () => errors.map(formatError));
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
    closeUnadmitted(socket, error);
    return false;
  }
}

function closeUnadmitted(socket: WebSocket, error: unknown): void {
  const { code, message } = asHubError(error);
  // An authenticator that fails says nothing of the key: the client may come back with it.
  const closeCode = code === 'UNAUTHENTICATED' ? unauthorized : tryAgainLater;
  if (code !== 'UNAUTHENTICATED') log.error({ err: error }, 'a websocket could not be authenticated');
  socket.close(closeCode, `${code}: ${message}`.slice(0, 120));
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

/** What graphql-ws answers with an `error` message, as it does when a subscription fails later. */
// biome-ignore lint/correctness/useYield: it has nothing to say but that
async function* refused(error: unknown): AsyncGenerator<never, void, void> {
  throw error;
}

/** graphql-ws wants instances. */
function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error as Error;
  return new GraphQLError(originalError.message, { originalError });
}
