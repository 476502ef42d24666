import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Between two comments that keep proxies from taking a quiet stream for a dead one. */
const commentEveryMs = 12_000;

/**
 * An answer of the type text/event-stream. Who writes waits for a client that reads slowly; one that
 * reads nothing at all from one keep-alive to the next but one is cut off.
 */
export class EventStreamResponse {
  readonly #raw: ServerResponse;
  readonly #gone = new AbortController();
  readonly #keepAlive: NodeJS.Timeout;
  /** Called whenever the client has taken so much that there is room for more. */
  onRoom = () => {};
  #drained = 0;
  #stuckAt = -1;

  /** Takes the reply over from Fastify and opens the stream. */
  constructor(reply: FastifyReply, keepAliveMs = commentEveryMs) {
    reply.hijack();
    const raw = reply.raw;
    this.#raw = raw;
    // A client that is cut off while it is written to is gone, and `close` says so.
    raw.on('error', () => {});
    raw.on('drain', () => {
      this.#drained += 1;
      this.onRoom();
    });
    this.#keepAlive = setInterval(() => this.#comment(), keepAliveMs);
    raw.once('close', () => {
      clearInterval(this.#keepAlive);
      this.#gone.abort();
    });
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) raw.setHeader(name, value);
    }
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      // Else nginx would keep events back until it has a buffer full of them.
      'x-accel-buffering': 'no',
    });
    raw.flushHeaders();
  }

  /** Aborted when the client has left or the stream is over. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Sends one event. False when there is no room for more: `onRoom` is called when there is. */
  send(event: string, json?: string, id?: string): boolean {
    if (this.gone.aborted || this.#raw.writableEnded) return false;
    const idLine = id === undefined ? '' : `id: ${id}\n`;
    return this.#raw.write(`event: ${event}\n${idLine}data:${json === undefined ? '' : ` ${json}`}\n\n`);
  }

  /** Ends the stream behind what has been sent. */
  end(): void {
    this.#raw.end();
  }

  /** Breaks the stream off. */
  destroy(): void {
    this.#raw.destroy();
  }

  #comment(): void {
    if (!this.#raw.writableNeedDrain && !this.#raw.writableEnded) {
      this.#raw.write(':\n\n');
      return;
    }
    if (this.#stuckAt === this.#drained) this.#raw.destroy();
    this.#stuckAt = this.#drained;
  }
}
