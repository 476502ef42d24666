import { batchPath } from './batch-protocol.ts';
import type { AnswerReceiver, CallOff } from './connections/answer-receiver.ts';
import type { Connections } from './connections/connections.ts';
import { PlainConnections } from './connections/plain-connections.ts';
import { UndiciConnections } from './connections/undici-connections.ts';
import { AnswerLines, type AnswerListener, answerTimeoutMs, WholeAnswer } from './exchange.ts';

/** Open connections to one subgraph; what is beyond waits for one of them. */
const connections = 128;
const connectTimeoutMs = 3_000;
const idleMs = 4_000;

/**
 * Connections to one subgraph that are kept open. Between what reads them and the text of an answer stands neither a
 * stream nor a signal, which would cost more than the rest of a small answer.
 */
export class SubgraphConnections {
  readonly #path: string;
  readonly #batchPath: string;
  readonly #connections: Connections;

  /** @param url of the subgraph's endpoint, by http or https */
  constructor(url: string) {
    const origin = new URL(url);
    this.#path = `${origin.pathname}${origin.search}`;
    this.#batchPath = `${origin.pathname}${batchPath}${origin.search}`;
    const options = { origin, connections, connectMs: connectTimeoutMs, answerMs: answerTimeoutMs, idleMs };
    this.#connections =
      origin.protocol === 'http:' ? new PlainConnections(options) : new UndiciConnections(options);
  }

  /**
   * Posts one operation.
   *
   * @param headers names and values in turn
   * @param repeatable whether it does no harm when it arrives twice
   */
  post(headers: string[], body: string, listener: AnswerListener, repeatable: boolean): CallOff {
    return this.#connections.post(this.#path, headers, body, new WholeAnswer(listener), repeatable);
  }

  /**
   * Posts several reads. What each is answered comes as a line.
   *
   * @param onEnd called once, after the last line, with what went wrong
   */
  postBatch(
    headers: string[],
    body: string,
    onLine: (status: number, line: string) => void,
    onEnd: (error: Error | undefined) => void,
  ): CallOff {
    const receiver: AnswerReceiver = new AnswerLines(onLine, onEnd);
    return this.#connections.post(this.#batchPath, headers, body, receiver, true);
  }

  close(): Promise<void> {
    return this.#connections.close();
  }
}
