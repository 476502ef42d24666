import { randomUUID } from 'node:crypto';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type Client, createClient, MessageType } from 'graphql-ws';
import { WebSocket } from 'ws';
import { HubError } from '../errors.ts';
import type { CallContext, SubgraphRequest } from './caller.ts';
import { type Taken, takenEvery } from './flow-window.ts';
import { type RemoteSubgraph, unavailable } from './remote-subgraph.ts';
import { ResultQueue } from './result-queue.ts';

const pingEveryMs = 10_000;
const pongWithinMs = 5_000;
/** Results of one subscription that may wait for a slow client; only a subgraph that keeps no window sends so many. */
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
  #socket: WebSocket | undefined;

  constructor(subgraph: RemoteSubgraph) {
    this.#subgraph = subgraph;
    this.#client = createClient({
      url: subgraph.url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionAckWaitTimeout: pongWithinMs,
      keepAlive: pingEveryMs,
      on: {
        ...deadSocketDetection(),
        connected: (socket) => {
          this.#socket = socket as WebSocket;
        },
      },
    });
  }

  /** Begins a subscription. It fails with UPSTREAM_UNAVAILABLE when the socket cannot be opened or breaks. */
  async subscribe(
    request: SubgraphRequest,
    context: CallContext,
  ): Promise<AsyncIterableIterator<ExecutionResult>> {
    const { name, tokens } = this.#subgraph;
    let unsubscribe = () => {};
    const flow = randomUUID();
    let untold = 0;
    const abort = () => void results.return();
    const results = new ResultQueue<ExecutionResult>(
      waitingLimit,
      () => {
        context.signal?.removeEventListener('abort', abort);
        unsubscribe();
      },
      () => {
        untold += 1;
        if (untold < takenEvery) return;
        this.#tellTaken({ flow, results: untold });
        untold = 0;
      },
    );
    unsubscribe = this.#client.subscribe(
      {
        query: request.query,
        variables: request.variables ?? null,
        operationName: request.operationName ?? null,
        extensions: {
          requestId: context.requestId,
          flow,
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
          results.end(Array.isArray(error) ? refusal(error) : unavailable(name, error));
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

  #tellTaken(taken: Taken): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify({ type: MessageType.Ping, payload: { taken } }));
  }
}

function refusal([error]: readonly GraphQLFormattedError[]): GraphQLError {
  if (!error) return new GraphQLError('The subgraph refused without a reason.');
  const { message, path, extensions } = error;
  return new GraphQLError(message, { path, extensions });
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
