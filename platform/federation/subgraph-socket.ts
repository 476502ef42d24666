import type { ExecutionResult, GraphQLError } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { HubError } from '../errors.ts';
import type { CallContext, SubgraphRequest } from './caller.ts';
import { type RemoteSubgraph, unavailable } from './remote-subgraph.ts';
import { ResultQueue } from './result-queue.ts';

const pingEveryMs = 10_000;
const pongWithinMs = 5_000;
/** Results of one subscription that may wait for a slow client before it is cut off. */
const waitingLimit = 1_000;
/** Of the private range; tells a socket that was found dead from one that was closed. */
const deadSocketCode = 4408;

/**
 * The one websocket to a subgraph that all subscriptions share (protocol graphql-transport-ws). It is
 * opened by the first subscription and closed after the last. Connection parameters belong to the
 * socket, so who is asking goes with each operation, as `extensions.principal`.
 */
export class SubgraphSocket {
  readonly #subgraph: RemoteSubgraph;
  readonly #client: Client;

  constructor(subgraph: RemoteSubgraph) {
    this.#subgraph = subgraph;
    this.#client = createClient({
      url: subgraph.url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionAckWaitTimeout: pongWithinMs,
      keepAlive: pingEveryMs,
      on: deadSocketDetection(),
    });
  }

  /** Begins a subscription. It fails with UPSTREAM_UNAVAILABLE when the socket cannot be opened or breaks. */
  async subscribe(
    request: SubgraphRequest,
    context: CallContext,
  ): Promise<AsyncIterableIterator<ExecutionResult>> {
    const { name, tokens } = this.#subgraph;
    let unsubscribe = () => {};
    const abort = () => void results.return();
    const results = new ResultQueue<ExecutionResult>(waitingLimit, () => {
      context.signal?.removeEventListener('abort', abort);
      unsubscribe();
    });
    unsubscribe = this.#client.subscribe(
      {
        query: request.query,
        variables: request.variables ?? null,
        operationName: request.operationName ?? null,
        extensions: {
          requestId: context.requestId,
          ...(tokens && { principal: tokens.sign(context.principal) }),
        },
      },
      {
        next: (result) => {
          if (results.push(result as ExecutionResult)) return;
          results.end(
            new HubError('UPSTREAM_UNAVAILABLE', {
              message: 'The subscription ended because its messages were not taken in time.',
            }),
          );
          unsubscribe();
        },
        error: (error) => {
          // An array is the subgraph's refusal; all else tells of the socket.
          if (Array.isArray(error)) {
            results.push({ errors: error as GraphQLError[] });
            results.end();
          } else {
            results.end(unavailable(name, error));
          }
        },
        complete: () => results.end(),
      },
    );
    context.signal?.addEventListener('abort', abort, { once: true });
    return results;
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }
}

/** Without it, a socket whose other side vanished without a word would look alive for many minutes. */
function deadSocketDetection() {
  let socket: WebSocket | undefined;
  let pongMissing: NodeJS.Timeout | undefined;
  return {
    opened: (opened: unknown) => {
      socket = opened as WebSocket;
    },
    ping: (received: boolean) => {
      if (received) return;
      const asked = socket;
      pongMissing = setTimeout(() => asked?.close(deadSocketCode, 'no pong'), pongWithinMs);
    },
    pong: (received: boolean) => {
      if (received) clearTimeout(pongMissing);
    },
    closed: () => clearTimeout(pongMissing),
  };
}
