import type { FastifyInstance } from 'fastify';
import { type ExecutionResult, GraphQLSchema, parse } from 'graphql';
import { useServer as serveOn } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { PrincipalTokens } from '../auth/principal-token.ts';
import { withRequestId } from '../log.ts';
import type { SubgraphCaller } from './caller.ts';
import { readTaken, WindowedSource } from './flow-window.ts';
import { publicError, requestIdOf, subgraphRequest } from './subgraph-request.ts';

/** graphql-ws asks for a schema, and reads it only when it executes by itself, which it never does here. */
const noSchema = new GraphQLSchema({});

/** Serves a subgraph's subscriptions at `/graphql`, each as the principal in its own `extensions.principal`. */
export function serveSubscriptions(
  app: FastifyInstance,
  caller: SubgraphCaller,
  tokens: PrincipalTokens,
): void {
  const sockets = new WebSocketServer({ noServer: true });
  const flows = new Map<string, WindowedSource<ExecutionResult>>();

  function windowed(source: AsyncIterableIterator<ExecutionResult>, flow: unknown) {
    if (typeof flow !== 'string' || flows.has(flow)) return source;
    const subscription = new WindowedSource(source, () => flows.delete(flow));
    flows.set(flow, subscription);
    return subscription;
  }

  const server = serveOn(
    {
      // Else the words of an unexpected error would be the reason that the socket is closed with.
      isProd: true,

      async onSubscribe(_socket, _id, payload) {
        const requestId = requestIdOf(payload.extensions?.requestId);
        try {
          const principal = tokens.verify(String(payload.extensions?.principal ?? ''));
          const events = await withRequestId(requestId, () =>
            caller.subscribe(subgraphRequest(payload), { principal, requestId }),
          );
          return {
            schema: noSchema,
            document: parse(payload.query),
            rootValue: windowed(events, payload.extensions?.flow),
          };
        } catch (error) {
          return [publicError(error)];
        }
      },
      subscribe: (args) => args.rootValue as AsyncIterableIterator<never>,
      onPing(_socket, payload) {
        const taken = readTaken(payload);
        if (taken) flows.get(taken.flow)?.taken(taken.results);
      },
      onNext: (_socket, _id, _payload, _args, result) => result,
    },
    sockets,
  );
  app.server.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?')[0] !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (open) => sockets.emit('connection', open, request));
  });
  app.addHook('preClose', async () => {
    await server.dispose();
  });
}
