import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import type { PrincipalTokens } from '../auth/principal-token.ts';
import { HubError } from '../errors.ts';
import { log, withRequestId } from '../log.ts';
import type { CallContext, SubgraphCaller } from './caller.ts';
import { clientAddressHeader } from './remote-subgraph.ts';
import { publicError, requestIdOf, subgraphRequest } from './subgraph-request.ts';
import { serveSubscriptions } from './subgraph-websocket.ts';

export interface SubgraphServerOptions {
  /** The subgraph in this process. */
  caller: SubgraphCaller;
  /** Verifies what the gateway signed. */
  tokens: PrincipalTokens;
}

/** Batches of entities make large bodies; they come from the gateway alone. */
const bodyLimit = 16 * 1024 * 1024;

/**
 * Serves one subgraph to the gateway of another process, on `app`: `POST /graphql`, and its
 * subscriptions over graphql-ws at the same path. Every request must carry a principal token.
 */
export function serveSubgraph(app: FastifyInstance, options: SubgraphServerOptions): void {
  app.post('/graphql', { bodyLimit }, async (request, reply) => {
    const gone = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort();
    });
    const requestId = requestIdOf(request.headers['x-request-id']);
    return await withRequestId(requestId, async () => {
      try {
        const principal = options.tokens.verify(bearerOf(request));
        const call: CallContext = {
          principal,
          requestId,
          address: textOf(request.headers[clientAddressHeader]),
          idempotencyKey: textOf(request.headers['idempotency-key']),
          signal: gone.signal,
        };
        return await options.caller.execute(subgraphRequest(request.body), call);
      } catch (error) {
        if (error instanceof HubError && error.code === 'UNAUTHENTICATED') {
          // No GraphQL result: to the gateway a subgraph that shares no secret with it is one that is not there.
          log.error({ err: error }, 'a request without a valid principal token');
          return await reply.code(401).send({ message: 'principal token refused' });
        }
        return { errors: [publicError(error)] } satisfies ExecutionResult;
      }
    });
  });
  serveSubscriptions(app, options.caller, options.tokens);
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

function bearerOf(request: FastifyRequest): string {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  return scheme === 'Bearer' && token ? token : '';
}
