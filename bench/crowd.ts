import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const patienceMs = 60_000;
/** Websockets that are opened at once. */
const opening = 100;

/** What a member of the crowd shows and asks for. */
export interface Asking {
  key: string;
  query: string;
  variables?: Record<string, unknown>;
}

interface Member {
  socket: Socket;
  /** Bytes of a frame of which the rest is still to come. */
  rest: Buffer | undefined;
  heard: number;
}

/**
 * Websocket clients of graphql-transport-ws, each with one subscription, that cost so little themselves
 * that a server can be measured with thousands of them: they read the frames, and count them.
 */
export class Crowd {
  readonly #members: Member[] = [];
  /** When each message came, in milliseconds of `performance.now()`. */
  #arrivals: number[] = [];
  #expected = 0;
  #all: { resolve: () => void; reject: (error: Error) => void } | undefined;

  /** Opens `count` more, and resolves when each has been let in and has sent its subscription. */
  async open(url: string, count: number, asking: (number: number) => Asking): Promise<void> {
    for (let n = 0; n < count; n += opening) {
      const more = Math.min(opening, count - n);
      await Promise.all(Array.from({ length: more }, (_, i) => this.#join(new URL(url), asking(n + i))));
    }
  }

  /**
   * When `perMember` messages came at each of the members, in order, once `cause` has been done; rejects
   * when they take too long.
   *
   * @param members how many there are, when `cause` makes them come
   */
  async hear(
    perMember: number,
    cause: () => Promise<void>,
    members = this.#members.length,
  ): Promise<readonly number[]> {
    this.#arrivals = [];
    for (const member of this.#members) member.heard = 0;
    this.#expected = perMember * members;
    const all = new Promise<void>((resolve, reject) => {
      this.#all = { resolve, reject };
    });
    const impatience = setTimeout(() => {
      const missing = `${this.#arrivals.length} of ${this.#expected} messages came.`;
      this.#all?.reject(new Error(missing));
    }, patienceMs);
    await Promise.all([all, cause()]);
    clearTimeout(impatience);
    if (this.#members.some(({ heard }) => heard !== perMember)) throw new Error('Not each once at each.');
    return this.#arrivals;
  }

  leave(): void {
    for (const { socket } of this.#members.splice(0)) socket.destroy();
  }

  #join(url: URL, asking: Asking): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(url.port), url.hostname);
      const member: Member = { socket, rest: undefined, heard: 0 };
      this.#members.push(member);
      const onText = (text: string) => {
        if (text !== '{"type":"connection_ack"}') return reject(new Error(text));
        const { query, variables } = asking;
        send(
          socket,
          1,
          JSON.stringify({ id: randomUUID(), type: 'subscribe', payload: { query, variables } }),
        );
        member.socket
          .removeAllListeners('data')
          .on('data', (more: Buffer) => this.#read(member, more, this.#count));
        resolve();
      };
      const broken = (error?: unknown) => {
        const cut = new Error(`A connection to ${url} broke.`, { cause: error });
        this.#all?.reject(cut);
        reject(cut);
      };
      socket.on('error', broken);
      socket.on('close', () => {
        if (this.#members.includes(member)) broken();
      });
      socket.once('connect', () => socket.write(upgrade(url)));
      socket.once('data', (answer: Buffer) => {
        const end = answer.indexOf('\r\n\r\n');
        if (!answer.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101')) || end < 0)
          return reject(new Error(String(answer)));
        socket.on('data', (more: Buffer) =>
          this.#read(member, more, (_, payload) => onText(String(payload))),
        );
        send(socket, 1, JSON.stringify({ type: 'connection_init', payload: { 'X-API-Key': asking.key } }));
      });
    });
  }

  #count = (member: Member, payload: Buffer): void => {
    if (!payload.includes('"type":"next"') || payload.includes('"errors"')) {
      this.#all?.reject(new Error(String(payload)));
      return;
    }
    member.heard += 1;
    this.#arrivals.push(performance.now());
    if (this.#arrivals.length === this.#expected) this.#all?.resolve();
  };

  /** RFC 6455, as far as a server that sends whole unmasked frames needs it. */
  #read(member: Member, chunk: Buffer, onText: (member: Member, payload: Buffer) => void): void {
    const data = member.rest ? Buffer.concat([member.rest, chunk]) : chunk;
    let at = 0;
    while (data.length - at >= 2) {
      const short = (data[at + 1] ?? 0) & 0x7f;
      const begin = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
      if (data.length < begin) break;
      const length =
        short < 126 ? short : short === 126 ? data.readUInt16BE(at + 2) : data.readUInt32BE(at + 6);
      if (data.length < begin + length) break;
      const payload = data.subarray(begin, begin + length);
      const kind = (data[at] ?? 0) & 0x0f;
      if (kind === 1) onText(member, payload);
      else if (kind === 9) send(member.socket, 10, '');
      else member.socket.destroy(new Error(`A frame of kind ${kind}: ${payload}`));
      at = begin + length;
    }
    member.rest = at < data.length ? Buffer.from(data.subarray(at)) : undefined;
  }
}

function upgrade({ host, pathname }: URL): string {
  return [
    `GET ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Protocol: graphql-transport-ws',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    '\r\n',
  ].join('\r\n');
}

/** One frame, masked with zeros. */
function send(socket: Socket, kind: number, text: string): void {
  const payload = Buffer.from(text);
  const head =
    payload.length < 126 ? [0x80 | payload.length] : [0xfe, payload.length >> 8, payload.length & 0xff];
  socket.write(Buffer.concat([Buffer.from([0x80 | kind, ...head, 0, 0, 0, 0]), payload]));
}
