import { connect, type Socket } from 'node:net';

/** A POST of JSON as bytes, the same each time. */
export function requestBytes(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Buffer {
  const { host, pathname } = new URL(url);
  const text = JSON.stringify(body);
  const lines = Object.entries({
    host,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n${text}`);
}

/** What comes back. */
export interface WireAnswer {
  status: number;
  /** The head of the answer, as it was sent. */
  head: string;
  /** Whether the body was, byte by byte, what was expected; true where nothing was. */
  asExpected: boolean;
}

interface Listener {
  answered(answer: WireAnswer): void;
  failed(error: Error): void;
}

const headEnd = Buffer.from('\r\n\r\n');

/**
 * One connection that sends the same bytes again and again, one request at a time. It reads no more of an
 * answer than where it ends, so that who sends is not slower than who answers.
 */
export class WireConnection {
  readonly #socket: Socket;
  readonly #request: Buffer;
  readonly #expected: Buffer | undefined;
  readonly #listener: Listener;
  #head = '';
  #pending: Buffer | undefined;
  #length = 0;
  #chunked = false;
  #seen = 0;
  #same = true;
  #ended = false;

  constructor(url: string, request: Buffer, expected: Buffer | undefined, listener: Listener) {
    const { hostname, port } = new URL(url);
    this.#request = request;
    this.#expected = expected;
    this.#listener = listener;
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on('data', (data: Buffer) => this.#read(data));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('The connection was closed.')));
  }

  send(): void {
    this.#head = '';
    this.#seen = 0;
    this.#same = true;
    this.#socket.write(this.#request);
  }

  close(): void {
    this.#ended = true;
    this.#socket.destroy();
  }

  #fail(error: Error): void {
    if (this.#ended) return;
    this.close();
    this.#listener.failed(error);
  }

  #read(data: Buffer): void {
    let rest = this.#pending ? Buffer.concat([this.#pending, data]) : data;
    this.#pending = undefined;
    if (!this.#head) {
      const end = rest.indexOf(headEnd);
      if (end < 0) {
        this.#pending = rest;
        return;
      }
      this.#head = rest.toString('latin1', 0, end);
      const length = /\r\ncontent-length: *(\d+)/i.exec(this.#head);
      this.#chunked = !length && /\r\ntransfer-encoding: *chunked/i.test(this.#head);
      this.#length = Number(length?.[1] ?? 0);
      rest = rest.subarray(end + headEnd.length);
    }
    if (this.#chunked) this.#readChunks(rest);
    else {
      this.#take(rest);
      if (this.#seen >= this.#length) this.#finish();
    }
  }

  #readChunks(data: Buffer): void {
    let at = 0;
    for (;;) {
      const line = data.indexOf('\r\n', at);
      const size = line < 0 ? -1 : Number.parseInt(data.toString('latin1', at, line), 16);
      if (size < 0 || data.length < line + 2 + size + 2) {
        this.#pending = data.subarray(at);
        return;
      }
      if (size === 0) {
        this.#finish();
        return;
      }
      this.#take(data.subarray(line + 2, line + 2 + size));
      at = line + 2 + size + 2;
    }
  }

  #take(part: Buffer): void {
    const end = this.#seen + part.length;
    if (
      this.#expected &&
      part.compare(this.#expected, this.#seen, Math.min(end, this.#expected.length)) !== 0
    )
      this.#same = false;
    this.#seen = end;
  }

  #finish(): void {
    const asExpected = this.#same && (!this.#expected || this.#seen === this.#expected.length);
    const head = this.#head;
    this.#listener.answered({ status: Number(head.slice(9, 12)), head, asExpected });
  }
}
