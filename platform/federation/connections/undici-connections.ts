import { type Dispatcher, Pool } from 'undici';
import type { AnswerReceiver, CallOff } from './answer-receiver.ts';
import type { Connections, ConnectionsOptions } from './connections.ts';

/** HTTP/1.1 to one server by undici, which can speak TLS. */
export class UndiciConnections implements Connections {
  readonly #pool: Pool;

  constructor({ origin, connections, connectMs, answerMs }: ConnectionsOptions) {
    this.#pool = new Pool(origin.origin, {
      connections,
      pipelining: 1,
      connect: { timeout: connectMs },
      headersTimeout: answerMs,
      bodyTimeout: answerMs,
    });
  }

  post(path: string, headers: string[], body: string, receiver: AnswerReceiver): CallOff {
    const exchange = new Exchange(receiver);
    this.#pool.dispatch({ path, method: 'POST', headers, body }, exchange);
    return () => exchange.callOff();
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** One request and its answer, as undici tells of it. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #receiver: AnswerReceiver;
  #controller: Dispatcher.DispatchController | undefined;
  #calledOff = false;

  constructor(receiver: AnswerReceiver) {
    this.#receiver = receiver;
  }

  callOff(): void {
    this.#calledOff = true;
    this.#controller?.abort(new Error('called off'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // While it waited for a connection.
    if (this.#calledOff) this.callOff();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#receiver.begun(status, undefined);
  }

  onResponseData(_controller: Dispatcher.DispatchController, part: Buffer): void {
    this.#receiver.data(part, 0, part.length);
  }

  onResponseEnd(): void {
    this.#receiver.ended();
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#receiver.failed(error);
  }
}
