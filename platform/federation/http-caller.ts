import type { ExecutionResult } from 'graphql';
import { Pool } from 'undici';
import type { CallContext, SubgraphCaller, SubgraphRequest } from './caller.ts';
import { clientAddressHeader, type RemoteSubgraph, unavailable } from './remote-subgraph.ts';
import { SubgraphSocket } from './subgraph-socket.ts';

/** Open connections to one subgraph; what is beyond waits for one of them. */
const connections = 128;
const connectTimeoutMs = 3_000;
/** How long a subgraph may take to begin its answer. */
const answerTimeoutMs = 60_000;

/**
 * Reaches a subgraph in another process: HTTP over connections that are kept open, subscriptions over
 * one websocket. A subgraph that does not answer, answers 5xx, or answers something else than a GraphQL
 * result rejects with UPSTREAM_UNAVAILABLE.
 */
export function httpCaller(subgraph: RemoteSubgraph): SubgraphCaller {
  const url = new URL(subgraph.url);
  const path = url.pathname + url.search;
  const pool = new Pool(url.origin, {
    connections,
    pipelining: 1,
    connect: { timeout: connectTimeoutMs },
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
  });
  const socket = new SubgraphSocket(subgraph);

  async function execute(request: SubgraphRequest, context: CallContext): Promise<ExecutionResult> {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'x-request-id': context.requestId,
      ...(context.address && { [clientAddressHeader]: context.address }),
      ...(context.idempotencyKey && { 'idempotency-key': context.idempotencyKey }),
    };
    if (subgraph.tokens) headers.authorization = `Bearer ${subgraph.tokens.sign(context.principal)}`;
    let status: number;
    let text: string;
    try {
      const response = await pool.request({
        path,
        method: 'POST',
        headers,
        body: JSON.stringify({
          query: request.query,
          variables: request.variables,
          operationName: request.operationName,
        }),
        signal: context.signal ?? null,
      });
      status = response.statusCode;
      text = await response.body.text();
    } catch (error) {
      throw unavailable(subgraph.name, error);
    }
    const result = status < 500 ? graphqlResult(text) : undefined;
    if (!result) {
      throw unavailable(subgraph.name, new Error(`answered ${status}: ${text.slice(0, 200)}`));
    }
    return result;
  }

  return {
    execute,
    subscribe: (request, context) => socket.subscribe(request, context),
    async close() {
      await Promise.all([pool.close(), socket.close()]);
    },
  };
}

function graphqlResult(text: string): ExecutionResult | undefined {
  try {
    const body: unknown = JSON.parse(text);
    const isResult = typeof body === 'object' && body !== null && ('data' in body || 'errors' in body);
    return isResult ? (body as ExecutionResult) : undefined;
  } catch {
    return undefined;
  }
}
