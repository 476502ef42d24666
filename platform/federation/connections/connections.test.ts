import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { AnswerReader } from './answer-reader.ts';
import type { AnswerReceiver, CallOff } from './answer-receiver.ts';
import type { Connections, ConnectionsOptions } from './connections.ts';
import { type ConnectionHolder, PlainConnection } from './plain-connection.ts';
import { PlainConnections } from './plain-connections.ts';
import { Post } from './post.ts';
import { UndiciConnections } from './undici-connections.ts';

/** Keeps what it is told. */
class Told implements AnswerReceiver {
  status: number | undefined;
  length: number | undefined;
  readonly #parts: Buffer[] = [];
  end: 'ended' | Error | undefined;
  ends = 0;
  readonly over: Promise<void>;
  #settle = () => {};

  constructor() {
    this.over = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get body(): string {
    return Buffer.concat(this.#parts).toString();
  }

  begun(status: number, length: number | undefined): void {
    this.status = status;
    this.length = length;
  }

  data(bytes: Buffer, from: number, to: number): void {
    this.#parts.push(Buffer.from(bytes.subarray(from, to)));
  }

  ended(): void {
    this.#over('ended');
  }

  failed(error: Error): void {
    this.#over(error);
  }

  #over(end: 'ended' | Error): void {
    this.end = end;
    this.ends += 1;
    this.#settle();
  }
}

const ok = (body: string, ...headers: string[]) =>
  ['HTTP/1.1 200 OK', `content-length: ${Buffer.byteLength(body)}`, ...headers, '', body].join('\r\n');

describe('an answer', () => {
  /** What is told of an answer that comes in parts of `size` bytes in a buffer that is used again. */
  function read(
    answer: string,
    size: number,
    end = false,
  ): { told: Told; rest: number; reader: AnswerReader } {
    const told = new Told();
    const reader = new AnswerReader();
    const bytes = Buffer.from(answer);
    const shared = Buffer.alloc(bytes.length + 8, '\r\n\r\n');
    reader.begin(told);
    let at = 0;
    while (at < bytes.length && !reader.isOver) {
      const length = bytes.copy(shared, 0, at, Math.min(at + size, bytes.length));
      at += reader.read(shared.subarray(0, length));
      shared.fill('\n');
    }
    if (end) expect(reader.end()).toBe(true);
    return { told, rest: bytes.length - at, reader };
  }

  it.each([
    ['with its length', ok('{"data":{"name":"Ayu ☕"}}'), 200, '{"data":{"name":"Ayu ☕"}}'],
    ['with its length in capitals', 'HTTP/1.1 200 OK\r\nCONTENT-LENGTH:2\r\n\r\n{}', 200, '{}'],
    ['without a reason', 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}', 200, '{}'],
    ['that is empty', 'HTTP/1.1 500 Oh No\r\nContent-Length: 0\r\n\r\n', 500, ''],
    ['that cannot have a body', 'HTTP/1.1 204 No Content\r\n\r\n', 204, ''],
    [
      'in chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n0A\r\ndata":1234\r\n1\r\n}\r\n0\r\n\r\n',
      200,
      '{"data":1234}',
    ],
    [
      'in chunks with extensions and trailers',
      'HTTP/1.1 200 OK\r\ntransfer-encoding:Chunked\r\n\r\n2;a=b;c="d"\r\n{}\r\n0 ;last\r\nx-sum: 1\r\ncontent-length: 9\r\n\r\n',
      200,
      '{}',
    ],
    [
      'after others that are none yet',
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\ncontent-length: 7\r\n\r\n${ok('{}')}`,
      200,
      '{}',
    ],
  ])('%s is read in whatever parts it comes', (_, answer, status, body) => {
    for (let size = 1; size <= answer.length + 1; size += 1) {
      const { told, rest, reader } = read(answer, size);
      expect([told.status, told.body, rest, reader.isOver]).toEqual([status, body, 0, true]);
      expect(reader.head?.staysOpen).toBe(true);
    }
  });

  it('without a length lasts until the connection ends', () => {
    for (let size = 1; size < 60; size += 1) {
      const { told, reader } = read('HTTP/1.1 200 OK\r\nx: y\r\n\r\n{"data":{}}', size, true);
      expect([told.body, reader.head?.staysOpen, reader.end()]).toEqual(['{"data":{}}', false, false]);
    }
  });

  it('ends where it says, whatever is behind it', () => {
    for (const size of [1, 7, 1000]) expect(read(`${ok('{}')}HTTP/1.1 200`, size).told.body).toBe('{}');
    expect(read(`${ok('{}')}HTTP/1.1 200`, 1000).rest).toBe(12);
  });

  it.each([
    ['is kept', 'HTTP/1.1', [], true, undefined],
    ['is closed', 'HTTP/1.1', ['connection: x, Close'], false, undefined],
    ['is closed by what does not know to keep it', 'HTTP/1.0', [], false, undefined],
    ['is kept by what says so', 'HTTP/1.0', ['Connection: Keep-Alive'], true, undefined],
    ['is kept for as long as is said', 'HTTP/1.1', ['Keep-Alive: max=7, timeout=5'], true, 5000],
  ] as const)('says whether its connection is kept: it %s', (_, version, headers, staysOpen, keptMs) => {
    const answer = [`${version} 200 OK`, 'content-length: 0', ...headers, '', ''].join('\r\n');
    expect(read(answer, 1000).reader.head).toMatchObject({ staysOpen, keptMs });
  });

  it.each([
    ['of another protocol', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['of another version', 'HTTP/2 200 OK\r\ncontent-length: 0\r\n\r\n'],
    ['that changes the protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n'],
    ['with two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 2\r\n\r\n{}'],
    ['with a list of lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2, 2\r\n\r\n{}'],
    ['with a length that is no number', 'HTTP/1.1 200 OK\r\ncontent-length: +2\r\n\r\n{}'],
    [
      'with a length and chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n',
    ],
    ['in another encoding', 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n'],
    ['with a blank before a colon', 'HTTP/1.1 200 OK\r\ncontent-length : 2\r\n\r\n{}'],
    ['with a folded header', 'HTTP/1.1 200 OK\r\nx: a\r\n content-length: 2\r\n\r\n{}'],
    ['with a line that is no header', 'HTTP/1.1 200 OK\r\nhello\r\n\r\n{}'],
    ['with a bare line feed', 'HTTP/1.1 200 OK\r\nx: a\ncontent-length: 2\r\n\r\n{}'],
    ['with a chunk without a length', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\r\n'],
    ['with a negative chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n'],
    [
      'with a chunk that is too long',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n',
    ],
    ['with headers without end', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(4000)}`],
    ['with a header without end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(17_000)}`],
    ['with too many before it', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000)],
    [
      'with trailers without end',
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n${'x: y\r\n'.repeat(4000)}`,
    ],
    [
      'with a chunk’s line without end',
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;${'x'.repeat(17_000)}`,
    ],
  ])('%s is none', (_, answer) => {
    for (const size of [1, 13, answer.length]) expect(() => read(answer, size)).toThrow('answered with');
  });
});

describe('connections', () => {
  const closing: (() => Promise<unknown> | unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  interface Served {
    options: ConnectionsOptions;
    sockets: Socket[];
    /** What came, whole requests, in their order. */
    requests: string[];
  }

  /** @param answer called with each whole request, and how many have come on its connection */
  async function serve(
    answer: (socket: Socket, request: { text: string; connection: number; count: number }) => void,
    more: Partial<ConnectionsOptions> = {},
  ): Promise<Served> {
    const sockets: Socket[] = [];
    const requests: string[] = [];
    const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
      const connection = sockets.push(socket) - 1;
      let pending = Buffer.alloc(0);
      let count = 0;
      socket.on('error', () => {});
      socket.on('end', () => socket.end());
      socket.on('data', (data: Buffer) => {
        pending = Buffer.concat([pending, data]);
        for (;;) {
          const head = pending.indexOf('\r\n\r\n');
          const length = Number(/content-length: (\d+)/.exec(pending.toString('latin1', 0, head))?.[1]);
          const end = head + 4 + length;
          if (head < 0 || pending.length < end) return;
          const text = pending.toString('latin1', 0, end);
          pending = pending.subarray(end);
          requests.push(text);
          count += 1;
          answer(socket, { text, connection, count });
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    const origin = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const times = { connectMs: 60_000, answerMs: 60_000, idleMs: 60_000 };
    return { options: { origin, connections: 8, ...times, ...more }, sockets, requests };
  }

  function open(options: ConnectionsOptions): PlainConnections {
    const connections = new PlainConnections(options);
    closing.push(() => connections.close());
    return connections;
  }

  function post(
    connections: Connections,
    body = '{}',
    { repeatable = true, headers = [] as string[] } = {},
  ): Told & { callOff: CallOff } {
    const told = new Told();
    const callOff = connections.post('/graphql?a=b', headers, body, told, repeatable);
    return Object.assign(told, { callOff });
  }

  async function until(holds: () => boolean): Promise<void> {
    const deadline = Date.now() + 90_000;
    while (!holds()) {
      if (Date.now() > deadline) throw new Error('It did not come to be.');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  const answered = async (told: Told) => {
    await told.over;
    return typeof told.end === 'object' ? told.end.message : told.body;
  };

  it('are kept, and each carries one request at a time', async () => {
    const { options, sockets, requests } = await serve((socket, { count }) => socket.write(ok(`${count}`)));
    const connections = open(options);
    const told = post(connections, '{"query":"{ a }"}', {
      headers: ['x-request-id', 'r 1', 'accept', '*/*'],
    });
    expect(await answered(told)).toBe('1');
    expect(await answered(post(connections))).toBe('2');
    expect(await Promise.all([1, 2, 3].map(() => answered(post(connections))))).toEqual(['3', '1', '1']);
    expect(sockets).toHaveLength(3);
    expect(requests[0]).toBe(
      [
        'POST /graphql?a=b HTTP/1.1',
        `host: ${options.origin.host}`,
        'x-request-id: r 1',
        'accept: */*',
        'content-length: 17',
        '',
        '{"query":"{ a }"}',
      ].join('\r\n'),
    );
  });

  it('are so many at most; what is beyond waits for its turn', async () => {
    const waiting: (() => void)[] = [];
    const { options, sockets, requests } = await serve(
      (socket, { text }) => waiting.push(() => socket.write(ok(text.at(-1) ?? ''))),
      { connections: 2 },
    );
    const connections = open(options);
    const told = ['a', 'b', 'c', 'd', 'e'].map((body) => post(connections, body));
    for (let answers = 0; answers < 5; answers += 1) {
      await until(() => waiting.length > 0);
      waiting.shift()?.();
      await until(() => told.filter(({ end }) => end).length > answers);
    }
    expect(told.map(({ body }) => body)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect([sockets.length, requests.length]).toEqual([2, 5]);
  });

  it('send what is more than ASCII as UTF-8, headers as Latin-1, and nothing that would be another header', async () => {
    const { options, requests } = await serve((socket) => socket.write(ok('{}')));
    const connections = open(options);
    const headers = ['authorization', 'Basic é'];
    await answered(post(connections, '"☕"', { headers }));
    await answered(post(connections, '""', { headers }));
    expect(
      requests.map((text) => Buffer.from(text, 'latin1').toString('latin1').split('\r\n').slice(2)),
    ).toEqual([
      ['authorization: Basic é', 'content-length: 5', '', Buffer.from('"☕"').toString('latin1')],
      ['authorization: Basic é', 'content-length: 2', '', '""'],
    ]);
    for (const value of ['a\r\nx: y', 'a\nx: y', 'a\0', '☕', 'a\x7f'])
      expect(await answered(post(connections, '{}', { headers: ['authorization', value] }))).toBe(
        'the header authorization cannot be sent',
      );
    expect(requests).toHaveLength(2);
  });

  it('carry bodies that are larger than what is read or written at once', async () => {
    const large = 'é'.repeat(1_500_000);
    const { options, sockets } = await serve((socket, { text }) => {
      socket.write(ok(Buffer.from(text.slice(text.indexOf('\r\n\r\n') + 4), 'latin1').toString()));
    });
    const connections = open(options);
    for (let i = 0; i < 2; i += 1) expect((await answered(post(connections, large))) === large).toBe(true);
    expect(sockets).toHaveLength(1);
  });

  it.each([
    ['says that it closes', (socket: Socket) => socket.end(ok('{}', 'connection: close'))],
    ['ends the answer by closing', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n{}')],
    ['closes in silence', (socket: Socket) => socket.end(ok('{}'))],
    ['sends more than it was asked for', (socket: Socket) => socket.write(`${ok('{}')}HTTP/1.1 400 Bad\r\n`)],
    ['keeps it for no time', (socket: Socket) => socket.write(ok('{}', 'keep-alive: timeout=1'))],
  ])('are not used again when the server %s', async (_, answer) => {
    const { options, sockets } = await serve(answer);
    const connections = open(options);
    expect(await answered(post(connections))).toBe('{}');
    await until(() => sockets[0]?.destroyed === true);
    expect(await answered(post(connections, '{}', { repeatable: false }))).toBe('{}');
    expect(sockets).toHaveLength(2);
  });

  it('are not used again when something comes that was not asked for', async () => {
    const { options, sockets } = await serve((socket) => socket.write(ok('{}')));
    const connections = open(options);
    await answered(post(connections));
    sockets[0]?.write('HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n');
    await until(() => sockets[0]?.readableEnded === true || sockets[0]?.destroyed === true);
    expect(await answered(post(connections))).toBe('{}');
    expect(sockets).toHaveLength(2);
  });

  it('are not used again when the answer comes before the request has been sent', async () => {
    const { options, sockets } = await serve((socket) => socket.write(ok('{}')));
    const connections = open(options);
    const told = post(connections, 'x'.repeat(30_000_000));
    await until(() => sockets.length === 1);
    sockets[0]?.pause();
    sockets[0]?.write('HTTP/1.1 413 Content Too Large\r\ncontent-length: 2\r\n\r\n{}');
    await told.over;
    expect([told.status, told.body]).toEqual([413, '{}']);
    expect(await answered(post(connections))).toBe('{}');
    expect(sockets).toHaveLength(2);
  });

  it('that the server ends within an answer fail, and nothing is asked again', async () => {
    const { options, requests } = await serve((socket, { count }) => {
      if (count === 1) socket.write(ok('{}'));
      else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"dat');
    });
    const connections = open(options);
    await answered(post(connections));
    expect(await answered(post(connections))).toContain('closed before');
    expect(requests).toHaveLength(2);
  });

  describe('on which the server closes as a request comes', () => {
    /** Connections answer once; then they are closed without an answer, by `how`. */
    const closingOnes = (how: (socket: Socket) => void, answersFresh = true) =>
      serve((socket, { count, connection }) => {
        if (count === 1 && (connection === 0 || answersFresh)) socket.write(ok(`${connection}`));
        else how(socket);
      });

    it.each([
      ['in order', (socket: Socket) => void socket.end()],
      ['by a reset', (socket: Socket) => void socket.resetAndDestroy()],
    ])('%s have it repeated on another, if it may be', async (_, how) => {
      const { options, requests } = await closingOnes(how);
      const connections = open(options);
      expect(await answered(post(connections))).toBe('0');
      expect(await answered(post(connections, 'read'))).toBe('1');
      expect(requests.map((text) => text.slice(-4))).toEqual([expect.anything(), 'read', 'read']);
      expect(await answered(post(connections, 'more', { repeatable: false }))).toMatch(
        /closed before|ECONNRESET/,
      );
      expect(requests).toHaveLength(4);
    });

    it('have it repeated once, and not when they have never answered', async () => {
      const { options, requests } = await closingOnes((socket) => void socket.end(), false);
      const connections = open(options);
      expect(await answered(post(connections))).toBe('0');
      expect(await answered(post(connections))).toContain('closed before');
      expect(requests).toHaveLength(3);
      expect(await answered(post(connections))).toContain('closed before');
      expect(requests).toHaveLength(4);
    });
  });

  it('that cannot be made fail', async () => {
    const { options } = await serve(() => {});
    await closing.pop()?.();
    const connections = open(options);
    expect(await Promise.all([1, 2, 3].map(() => answered(post(connections))))).toEqual(
      Array(3).fill(expect.stringContaining('ECONNREFUSED')),
    );
  });

  it('let requests be called off: before they are sent, and while they are answered', async () => {
    const { options, sockets, requests } = await serve(() => {}, { connections: 1 });
    const connections = open(options);
    const [first, second] = [post(connections, 'first'), post(connections, 'second')];
    await until(() => requests.length === 1);
    second.callOff();
    expect(await answered(second)).toBe('called off');
    expect(sockets[0]?.readableEnded).toBe(false);
    first.callOff();
    expect(await answered(first)).toBe('called off');
    await until(() => sockets[0]?.readableEnded === true || sockets[0]?.destroyed === true);
    expect(requests).toHaveLength(1);
  });

  it('take no harm from what is called off after its answer', async () => {
    const { options, sockets } = await serve((socket) => socket.write(ok('{}')));
    const connections = open(options);
    const first = post(connections);
    await answered(first);
    const second = post(connections);
    first.callOff();
    expect([await answered(second), first.ends, sockets.length]).toEqual(['{}', 1, 1]);
  });

  it('are closed when what is under way has been answered, and then take nothing', async () => {
    const waiting: (() => void)[] = [];
    const { options } = await serve((socket) => waiting.push(() => socket.write(ok('{}'))), {
      connections: 1,
    });
    const connections = open(options);
    const told = [post(connections), post(connections)];
    await until(() => waiting.length === 1);
    let closed = false;
    const closes = connections.close().then(() => {
      closed = true;
    });
    expect(await answered(post(connections))).toBe('closed');
    waiting.shift()?.();
    await until(() => waiting.length === 1);
    expect(closed).toBe(false);
    waiting.shift()?.();
    expect(await Promise.all(told.map(answered))).toEqual(['{}', '{}']);
    await closes;
  });

  it('are given up when they take too long to be made, to answer, or are idle for too long', async () => {
    const { options } = await serve((socket, { count }) => {
      if (count === 1) socket.write(ok('{}', 'keep-alive: timeout=5'));
      else if (count === 2) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}');
    });
    const told = { gone: 0, failed: [] as string[] };
    const holder = {
      now: 0,
      ready: () => {},
      opened: () => holder.ready(),
      free: () => {},
      gone: () => {
        told.gone += 1;
      },
      failed: (_: unknown, error: Error) => told.failed.push(error.message),
      unanswered: () => {},
    } satisfies ConnectionHolder & { ready: () => void };
    const made = async () => {
      const connection = new PlainConnection(options, holder);
      closing.push(() => connection.giveUp(new Error('over')));
      await new Promise<void>((resolve) => {
        holder.ready = resolve;
      });
      return connection;
    };

    const connecting = new PlainConnection(options, holder);
    connecting.check();
    holder.now += 60_001;
    connecting.check();
    expect(told.failed).toEqual(['not connected within 60000 ms']);

    const unused = await made();
    holder.now += 59_999;
    unused.check();
    expect(told.gone).toBe(0);
    holder.now += 1;
    unused.check();
    expect(told.gone).toBe(1);

    const used = await made();
    const send = (bytes: string) => {
      const received = new Told();
      const sent = new Post(received, true);
      sent.bytes = bytes;
      used.send(sent);
      return received;
    };
    const request = 'POST / HTTP/1.1\r\ncontent-length: 0\r\n\r\n';
    await answered(send(request));
    // Two seconds sooner than the server.
    holder.now += 2_999;
    used.check();
    expect(told.gone).toBe(1);
    const begun = send(request);
    holder.now += 59_000;
    await until(() => begun.body === '{}');
    holder.now += 60_000;
    used.check();
    expect(begun.end).toBeUndefined();
    holder.now += 1;
    used.check();
    expect(await answered(begun)).toBe('not answered within 60000 ms');
    expect(told.gone).toBe(2);
  });

  it('that are idle while this process stands still are not trusted any more, and others are waited for as long as before', async () => {
    const held: Socket[] = [];
    const { options, sockets } = await serve((socket, { text }) => {
      if (text.endsWith('slow')) held.push(socket);
      else socket.write(ok('{}'));
    });
    const connections = open(options);
    const told = [post(connections, 'slow'), post(connections, 'quick')];
    await told[1]?.over;
    await until(() => held.length === 1);
    const real = performance.now.bind(performance);
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => real() + 1_000_000);
    closing.push(() => clock.mockRestore());
    await until(() => sockets.some(({ destroyed }) => destroyed));
    held[0]?.write(ok('late'));
    expect(await answered(told[0] as Told)).toBe('late');
    expect(sockets.filter(({ destroyed }) => !destroyed)).toEqual(held);
  });

  it('by undici answer, fail and are called off in the same way', async () => {
    const { options, sockets, requests } = await serve((socket, { text }) => {
      if (text.endsWith('short')) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"dat');
      else if (!text.endsWith('never')) socket.write(ok('{"data":{}}'));
    });
    const connections = new UndiciConnections(options);
    closing.push(() => connections.close());
    const told = post(connections, '{}', { headers: ['accept', 'a'] });
    expect([await answered(told), told.status, sockets.length]).toEqual(['{"data":{}}', 200, 1]);
    expect(requests[0]).toContain('POST /graphql?a=b HTTP/1.1\r\n');
    const short = post(connections, 'short');
    await short.over;
    expect([typeof short.end, short.ends]).toEqual(['object', 1]);
    const never = post(connections, 'never');
    await until(() => requests.length === 3);
    never.callOff();
    expect(await answered(never)).toBe('called off');
  });
});
