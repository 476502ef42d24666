import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { HubError } from '../errors.ts';
import { type Batch, type BatchedAsk, batchedAsks, batchPath } from './batch-protocol.ts';
import type { CallContext, SubgraphRequest } from './caller.ts';
import type { Answerer } from './subgraph-answer.ts';
import { publicError, requestIdOf, subgraphRequest } from './subgraph-request.ts';

export interface BatchesOptions {
  answer: Answerer;
  /** Bytes. */
  bodyLimit: number;
}

/** Serves several reads at once, each answered as soon as it is done; see batch-protocol.ts. */
export function serveBatches(app: FastifyInstance, { answer, bodyLimit }: BatchesOptions): void {
  app.post(`/graphql${batchPath}`, { bodyLimit }, (request, reply) => {
    const batch = batchIn(request.body);
    reply.hijack();
    const gone = new AbortController();
    const lines = new Lines(reply.raw, batch.asks.length);
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort();
    });
    for (const [index, ask] of batch.asks.entries()) {
      const token = String(batch.tokens[ask.token] ?? '');
      answer(token, () => requestOf(batch, ask), callOf(ask, gone.signal))
        .then((result) => JSON.stringify(result))
        // What a resolver gave cannot be written as JSON.
        .catch((error: unknown) => JSON.stringify({ errors: [publicError(error)] }))
        .then((json) => lines.add(index, json));
    }
  });
}

/** @throws HubError BAD_REQUEST when `body` is no batch */
function batchIn(body: unknown): Batch {
  const { operations, tokens, asks } = (body ?? {}) as Partial<Record<keyof Batch, unknown>>;
  const lists = [operations, tokens, asks];
  if (!lists.every(Array.isArray) || !(asks as unknown[]).every((ask) => typeof ask === 'object' && ask)) {
    throw new HubError('BAD_REQUEST', { message: 'This is no batch of operations.' });
  }
  const { length } = asks as unknown[];
  if (length === 0 || length > batchedAsks) {
    throw new HubError('BAD_REQUEST', { message: `A batch has 1 to ${batchedAsks} operations.` });
  }
  return body as Batch;
}

function requestOf({ operations }: Batch, { operation, variables }: BatchedAsk): SubgraphRequest {
  const request = subgraphRequest(operations[operation]);
  request.variables = variables;
  return request;
}

function callOf({ requestId, address }: BatchedAsk, signal: AbortSignal): Omit<CallContext, 'principal'> {
  return {
    requestId: requestIdOf(requestId),
    address: typeof address === 'string' ? address : undefined,
    signal,
  };
}

/** An answer line by line; what is done within one turn of the event loop goes out in one piece. */
class Lines {
  readonly #response: ServerResponse;
  #missing: number;
  #waiting = '';

  constructor(response: ServerResponse, count: number) {
    this.#response = response;
    this.#missing = count;
  }

  add(index: number, json: string): void {
    if (this.#waiting === '') setImmediate(() => this.#flush());
    this.#waiting += `${index} ${json}\n`;
    this.#missing -= 1;
  }

  #flush(): void {
    const text = this.#waiting;
    this.#waiting = '';
    if (!this.#response.headersSent) this.#response.setHeader('content-type', 'text/plain; charset=utf-8');
    if (this.#missing === 0) this.#response.end(text);
    else this.#response.write(text);
  }
}
