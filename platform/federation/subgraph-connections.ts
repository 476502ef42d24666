import { Pool } from 'undici';
import { batchPath } from './batch-protocol.ts';
import {
  AnswerLines,
  type AnswerListener,
  answerTimeoutMs,
  type CallOff,
  type Exchange,
  WholeAnswer,
} from './exchange.ts';

/** Open connections to one subgraph; what is beyond waits for one of them. */
const connections = 128;
const connectTimeoutMs = 3_000;

/**
 * Connections to one subgraph that are kept open. Between undici's parser and the text of an answer stands
 * neither a stream nor a signal, which would cost more than the rest of a small answer.
 */
export class SubgraphConnections {
  readonly #url: URL;
  readonly #pool: Pool;

  /** @param url of the subgraph's endpoint, by http or https */
  constructor(url: string) {
    this.#url = new URL(url);
    this.#pool = new Pool(this.#url.origin, {
      connections,
      pipelining: 1,
      connect: { timeout: connectTimeoutMs },
      headersTimeout: answerTimeoutMs,
      bodyTimeout: answerTimeoutMs,
    });
  }

  /**
   * Posts one operation.
   *
   * @param headers names and values in turn
   */
  post(headers: string[], body: string, listener: AnswerListener): CallOff {
    return this.#send('', headers, body, new WholeAnswer(listener));
  }

  /**
   * Posts several operations. What each is answered comes as a line.
   *
   * @param onEnd called once, after the last line, with what went wrong
   */
  postBatch(
    headers: string[],
    body: string,
    onLine: (status: number, line: string) => void,
    onEnd: (error: Error | undefined) => void,
  ): CallOff {
    return this.#send(batchPath, headers, body, new AnswerLines(onLine, onEnd));
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  #send(below: string, headers: string[], body: string, exchange: Exchange): CallOff {
    const path = `${this.#url.pathname}${below}${this.#url.search}`;
    this.#pool.dispatch({ path, method: 'POST', headers, body }, exchange);
    return () => exchange.callOff();
  }
}
