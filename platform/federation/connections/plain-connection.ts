import { connect, type Socket } from 'node:net';
import { AnswerReader } from './answer-reader.ts';
import type { ConnectionsOptions } from './connections.ts';
import type { Carrier, Post } from './post.ts';

/** What a connection tells those who hold it. */
export interface ConnectionHolder {
  /** Milliseconds, exact to a second, without the time in which this process stood still. */
  readonly now: number;
  /** It can take its first request. */
  opened(connection: PlainConnection): void;
  /** It can take another. */
  free(connection: PlainConnection): void;
  /** It is at an end. */
  gone(connection: PlainConnection): void;
  /** It never came to be. */
  failed(connection: PlainConnection, error: Error): void;
  /** Nothing was answered to `post`, which may not have arrived. */
  unanswered(post: Post): void;
}

/** Of what the server says, so that no request is on its way when the server closes. */
const beforeServerMs = 2_000;
const longestIdleMs = 600_000;
const readBytes = 65_536;

/** A connection that carries one request after the other, without a stream between the socket and who reads. */
export class PlainConnection implements Carrier {
  readonly #holder: ConnectionHolder;
  readonly #times: ConnectionsOptions;
  readonly #socket: Socket;
  readonly #reader = new AnswerReader();
  /** Kept from one read to the next. */
  readonly #bytes = Buffer.allocUnsafeSlow(readBytes);
  #state: 'connecting' | 'idle' | 'busy' | 'gone' = 'connecting';
  /** Of `holder.now`: when something was last heard of it. */
  #since: number;
  #idleMs: number;
  #post: Post | undefined;
  /** Whether it has answered before. */
  #proven = false;
  #keepsProcess = true;

  constructor(options: ConnectionsOptions, holder: ConnectionHolder) {
    this.#holder = holder;
    this.#times = options;
    this.#since = holder.now;
    this.#idleMs = options.idleMs;
    this.#socket = connect({
      // An address of IPv6 stands in brackets.
      host: options.origin.hostname.replace(/^\[|\]$/g, ''),
      port: Number(options.origin.port || 80),
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 60_000,
      onread: {
        buffer: this.#bytes,
        callback: (length) => {
          this.#read(length);
          return true;
        },
      },
    });
    this.#socket.on('connect', () => {
      this.#rest();
      holder.opened(this);
    });
    this.#socket.on('end', () => this.#ended());
    this.#socket.on('error', (error) => this.#close(error, true));
    this.#socket.on('close', () => this.#close(closedByServer(), true));
  }

  send(post: Post): void {
    this.#state = 'busy';
    this.#post = post;
    post.carrier = this;
    this.#since = this.#holder.now;
    this.#reader.begin(post.receiver);
    if (!this.#keepsProcess) this.#socket.ref();
    this.#keepsProcess = true;
    this.#socket.write(post.bytes, 'latin1');
  }

  giveUp(error: Error): void {
    this.#close(error, false);
  }

  /** Ends it when it has taken too long, or been idle for long enough. */
  check(): void {
    const silentMs = this.#holder.now - this.#since;
    const { connectMs, answerMs } = this.#times;
    if (this.#state === 'connecting') {
      if (silentMs > connectMs) this.giveUp(new Error(`not connected within ${connectMs} ms`));
    } else if (this.#state === 'busy') {
      if (silentMs > answerMs) this.giveUp(new Error(`not answered within ${answerMs} ms`));
    } else if (silentMs >= this.#idleMs) {
      this.giveUp(new Error('idle'));
    } else if (this.#keepsProcess && silentMs > 0) {
      // Nobody need wait for an idle connection to end with the process.
      this.#keepsProcess = false;
      this.#socket.unref();
    }
  }

  #read(length: number): void {
    if (this.#state !== 'busy') {
      // Such as 408, to nobody.
      this.giveUp(new Error('answered what was not asked'));
      return;
    }
    this.#since = this.#holder.now;
    try {
      // Behind it stands what has been read before, which is another's.
      const read = this.#reader.read(this.#bytes.subarray(0, length));
      if (this.#reader.isOver) this.#answered(read === length);
    } catch (error) {
      this.giveUp(error as Error);
    }
  }

  /** @param exactly whether nothing came behind the answer */
  #answered(exactly: boolean): void {
    const post = this.#post;
    const { staysOpen = false, keptMs } = this.#reader.head ?? {};
    this.#release();
    this.#proven = true;
    this.#idleMs =
      keptMs === undefined ? this.#times.idleMs : Math.min(keptMs - beforeServerMs, longestIdleMs);
    // An answer may come before all of the request has been sent; nobody knows then what becomes of the rest.
    if (staysOpen && exactly && this.#idleMs > 0 && this.#socket.writableLength === 0) {
      this.#rest();
      this.#holder.free(this);
    } else this.giveUp(closedByServer());
    post?.receiver.ended();
  }

  #release(): void {
    if (this.#post) this.#post.carrier = undefined;
    this.#post = undefined;
  }

  #rest(): void {
    this.#state = 'idle';
    this.#since = this.#holder.now;
  }

  /** The server sends nothing more. */
  #ended(): void {
    if (this.#state === 'busy' && this.#reader.end()) this.#answered(false);
    else this.#close(closedByServer(), true);
  }

  /** @param byServer it was not the hub that ended it */
  #close(error: Error, byServer: boolean): void {
    if (this.#state === 'gone') return;
    const before = this.#state;
    const post = this.#post;
    this.#state = 'gone';
    this.#release();
    this.#socket.destroy();
    // A server may close what it takes for idle while a request is on its way there.
    const again = byServer && this.#proven && post?.repeatable && !this.#reader.hasBegun;
    if (again) this.#holder.unanswered(post);
    if (before === 'connecting') this.#holder.failed(this, error);
    else this.#holder.gone(this);
    if (!again) post?.receiver.failed(error);
  }
}

function closedByServer(): Error {
  return new Error('the connection was closed before there was an answer');
}
