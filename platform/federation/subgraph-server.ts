import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PrincipalTokens } from '../auth/principal-token.ts';
import type { SubgraphCaller } from './caller.ts';
import { clientAddressHeader } from './remote-subgraph.ts';
import { answererFor, isRefusal } from './subgraph-answer.ts';
import { serveBatches } from './subgraph-batches.ts';
import { requestIdOf, subgraphRequest } from './subgraph-request.ts';
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
 * Serves one subgraph to the gateway of another process, on `app`: `POST /graphql`, several reads at once at
 * `POST /graphql/batch`, and its subscriptions over graphql-ws at `/graphql`. Whatever is asked must carry a
 * principal token.
 */
export function serveSubgraph(app: FastifyInstance, { caller, tokens }: SubgraphServerOptions): void {
  const answer = answererFor(caller, tokens);
  app.post('/graphql', { bodyLimit }, async (request, reply) => {
    const gone = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort();
    });
    const result = await answer(bearerOf(request), () => subgraphRequest(request.body), {
      requestId: requestIdOf(request.headers['x-request-id']),
      address: textOf(request.headers[clientAddressHeader]),
      idempotencyKey: textOf(request.headers['idempotency-key']),
      signal: gone.signal,
    });
    return isRefusal(result) ? await reply.code(401).send(result) : result;
  });
  serveBatches(app, { answer, bodyLimit });
  serveSubscriptions(app, caller, tokens);
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

function bearerOf(request: FastifyRequest): string {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  return scheme === 'Bearer' && token ? token : '';
}
