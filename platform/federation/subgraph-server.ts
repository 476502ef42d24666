import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PrincipalTokens } from '../auth/principal-token.ts';
import { HubError } from '../errors.ts';
import type { SubgraphCaller } from './caller.ts';
import { clientAddressHeader } from './remote-subgraph.ts';
import { type Answerer, answererFor, isRefusal } from './subgraph-answer.ts';
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
  app.register(async (scope) => {
    readJsonPlainly(scope);
    serveOperations(scope, answer);
    serveBatches(scope, { answer, bodyLimit });
  });
  serveSubscriptions(app, caller, tokens);
}

/**
 * Fastify refuses a body with `__proto__` anywhere in it. To `JSON.parse` that is a name like any other, as in
 * one process, and in a batch it would have the one who sent it spoil what the others ask.
 */
function readJsonPlainly(scope: FastifyInstance): void {
  scope.removeContentTypeParser('application/json');
  scope.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit }, (_request, body, done) => {
    try {
      done(null, JSON.parse(body.toString()));
    } catch (cause) {
      done(new HubError('BAD_REQUEST', { cause }));
    }
  });
}

function serveOperations(app: FastifyInstance, answer: Answerer): void {
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
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

function bearerOf(request: FastifyRequest): string {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  return scheme === 'Bearer' && token ? token : '';
}
