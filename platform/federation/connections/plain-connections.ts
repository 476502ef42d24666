import type { AnswerReceiver, CallOff } from './answer-receiver.ts';
import type { Connections, ConnectionsOptions } from './connections.ts';
import { type ConnectionHolder, PlainConnection } from './plain-connection.ts';
import { Post, requestText } from './post.ts';

/** How often connections are looked at, in milliseconds: so exact are their times. */
const checkMs = 500;

/**
 * HTTP/1.1 in clear to one server, over connections that are kept open, one request at a time on each. What may be
 * repeated is sent once more when a connection that has answered before is closed before it answers.
 */
export class PlainConnections implements Connections, ConnectionHolder {
  readonly #options: ConnectionsOptions;
  /** Of all requests. */
  readonly #host: string;
  readonly #all = new Set<PlainConnection>();
  /** The last to have been used is the first to be used again, so that those that are not needed end. */
  readonly #idle: PlainConnection[] = [];
  readonly #waiting: Post[] = [];
  #connecting = 0;
  #checking: NodeJS.Timeout | undefined;
  #onClosed: (() => void) | undefined;
  /** When connections were looked at last. */
  #checkedAt = 0;
  now = 0;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#host = `HTTP/1.1\r\nhost: ${options.origin.host}\r\n`;
  }

  post(
    path: string,
    headers: string[],
    body: string,
    receiver: AnswerReceiver,
    repeatable: boolean,
  ): CallOff {
    const post = new Post(receiver, repeatable);
    try {
      if (this.#onClosed) throw new Error('closed');
      post.bytes = requestText(`POST ${path} ${this.#host}`, headers, body);
    } catch (error) {
      receiver.failed(error as Error);
      return () => {};
    }
    const connection = this.#idle.pop();
    if (connection) connection.send(post);
    else {
      this.#waiting.push(post);
      this.#openForWaiting();
    }
    return () => this.#callOff(post);
  }

  /** Resolves when what is under way has been answered. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#onClosed = resolve;
      for (const connection of this.#idle.splice(0)) connection.giveUp(new Error('closed'));
      if (this.#all.size === 0) resolve();
    });
  }

  opened(connection: PlainConnection): void {
    this.#connecting -= 1;
    this.free(connection);
  }

  free(connection: PlainConnection): void {
    const post = this.#waiting.shift();
    if (post) connection.send(post);
    else if (this.#onClosed) connection.giveUp(new Error('closed'));
    else this.#idle.push(connection);
  }

  failed(connection: PlainConnection, error: Error): void {
    this.#connecting -= 1;
    this.#waiting.shift()?.receiver.failed(error);
    this.gone(connection);
  }

  gone(connection: PlainConnection): void {
    this.#all.delete(connection);
    const at = this.#idle.lastIndexOf(connection);
    if (at >= 0) this.#idle.splice(at, 1);
    this.#openForWaiting();
    if (this.#all.size > 0) return;
    clearInterval(this.#checking);
    this.#checking = undefined;
    this.#onClosed?.();
  }

  unanswered(post: Post): void {
    post.repeatable = false;
    this.#waiting.unshift(post);
    this.#openForWaiting();
  }

  #openForWaiting(): void {
    const { connections } = this.#options;
    while (this.#connecting < this.#waiting.length && this.#all.size < connections) {
      if (!this.#checking) {
        this.#checkedAt = performance.now();
        this.#checking = setInterval(() => this.#check(), checkMs).unref();
      }
      this.#connecting += 1;
      this.#all.add(new PlainConnection(this.#options, this));
    }
  }

  #check(): void {
    const passed = performance.now() - this.#checkedAt;
    this.#checkedAt += passed;
    this.now += Math.min(passed, 2 * checkMs);
    // While this process stood still, servers may have closed what was idle, and their answers wait to be read.
    if (passed > 2 * checkMs) for (const connection of [...this.#idle]) connection.giveUp(new Error('idle'));
    for (const connection of this.#all) connection.check();
  }

  #callOff(post: Post): void {
    const error = new Error('called off');
    if (post.carrier) post.carrier.giveUp(error);
    const at = this.#waiting.indexOf(post);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    post.receiver.failed(error);
  }
}
