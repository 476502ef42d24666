import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

/** What an endpoint does with a connection once a request has begun to arrive on it. */
export type Fault = (socket: Socket) => void;

const chunk = Buffer.alloc(64 * 1024, 'x');
const gigabyte = 2 ** 30;

/** Sends a gigabyte, as fast as it is taken. */
function pour(socket: Socket): void {
  let left = gigabyte;
  const more = () => {
    while (left > 0 && !socket.destroyed) {
      left -= chunk.length;
      if (!socket.write(chunk)) return void socket.once('drain', more);
    }
    socket.end();
  };
  more();
}

/** Sends a text at ten bytes a second. */
function trickle(socket: Socket, text: string): void {
  const bytes = [...text];
  const timer = setInterval(() => {
    const next = bytes.shift();
    if (next && !socket.destroyed) socket.write(next);
    else clearInterval(timer);
  }, 100);
  socket.on('close', () => clearInterval(timer));
}

/** The ways in which endpoints go wrong. */
export const faults = {
  hangs: () => undefined,
  'answers byte by byte': (socket) => trickle(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'),
  'sends its body byte by byte': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
    trickle(socket, 'x'.repeat(1000));
  },
  'sends a gigabyte with 200': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${gigabyte}\r\n\r\n`);
    pour(socket);
  },
  'sends a gigabyte with 500': (socket) => {
    socket.write(`HTTP/1.1 500 Oh\r\nContent-Length: ${gigabyte}\r\n\r\n`);
    pour(socket);
  },
  'closes early': (socket) => socket.end(),
  'closes within its body': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf'),
  'resets within its headers': (socket) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Ty', () => socket.resetAndDestroy()),
  'sends huge headers': (socket) =>
    socket.write(`HTTP/1.1 200 OK\r\nX-Huge: ${'x'.repeat(1_000_000)}\r\n\r\n`),
  'speaks no HTTP': (socket) => socket.end('220 mail.example.org ESMTP\r\n'),
} satisfies Record<string, Fault>;

/** An endpoint that goes wrong in one way, always. */
export class FaultyEndpoint {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Bytes that it has sent over all connections. */
  get sent(): number {
    return [...this.#sockets].reduce((sum, socket) => sum + socket.bytesWritten, 0);
  }

  constructor(fault: Fault) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      // The hub cuts connections off.
      socket.on('error', () => undefined);
      socket.once('data', () => fault(socket));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  /** How many connections are open. */
  get open(): number {
    return [...this.#sockets].filter((socket) => !socket.destroyed).length;
  }

  /** How many connections have ended so far. */
  get ended(): number {
    return this.#sockets.size - this.open;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
