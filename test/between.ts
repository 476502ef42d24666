import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** Between a client and the hub: what it lets through, refuses and cuts. */
export interface Between {
  url: string;
  /** The requests so far, as `POST /v1/students`; of websockets `UPGRADE /graphql`. */
  requests: string[];
  keys: (string | undefined)[];
  /** How the next requests are answered instead of being handed on; `cut`: handed on, and the answer lost. */
  instead: ({ status: number; headers?: Record<string, string>; body?: object } | 'cut')[];
  /** Breaks every connection that is open. */
  breakAll(): void;
  server: Server;
}

/** A server on this machine that hands requests on to the hub at `target`. */
export async function startBetween(target: string): Promise<Between> {
  const websockets = new Set<Socket>();
  const between: Between = {
    url: '',
    requests: [],
    keys: [],
    instead: [],
    breakAll() {
      between.server.closeAllConnections();
      for (const socket of websockets) socket.destroy();
    },
    server: createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const { method = '', url = '', headers } = request;
      const isToken = url.endsWith('/token');
      between.requests.push(`${method} ${url}`);
      if (!isToken) between.keys.push(headers['idempotency-key']?.toString());
      const instead = isToken ? undefined : between.instead.shift();
      if (instead && instead !== 'cut') {
        response.writeHead(instead.status, { 'content-type': 'application/json', ...instead.headers });
        return response.end(JSON.stringify(instead.body ?? {}));
      }
      const passed = Object.entries(headers).filter(
        ([name]) => !/^(host|connection|content-length)$/.test(name),
      );
      const answer = await fetch(target + url, {
        method,
        headers: passed.map(([name, value]) => [name, String(value)] as [string, string]),
        ...(parts.length > 0 && { body: Buffer.concat(parts) }),
      });
      if (instead === 'cut') {
        await answer.arrayBuffer();
        return request.socket.destroy();
      }
      const { 'content-encoding': _, 'content-length': __, ...kept } = Object.fromEntries(answer.headers);
      response.writeHead(answer.status, kept);
      response.flushHeaders();
      try {
        for await (const part of answer.body ?? []) response.write(part);
        response.end();
      } catch {
        response.destroy();
      }
    }),
  };
  between.server.on('upgrade', ({ url, rawHeaders }, socket: Socket, head) => {
    between.requests.push(`UPGRADE ${url}`);
    const { hostname, port } = new URL(target);
    const hub = connect(Number(port), hostname);
    for (const [one, other] of [
      [socket, hub],
      [hub, socket],
    ] as const) {
      websockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        websockets.delete(one);
        other.destroy();
      });
    }
    const headers = rawHeaders.map((text, at) => (at % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
    hub.write(`GET ${url} HTTP/1.1\r\n${headers}\r\n`);
    hub.write(head);
    socket.pipe(hub).pipe(socket);
  });
  await new Promise<void>((done) => between.server.listen(0, '127.0.0.1', done));
  between.url = `http://127.0.0.1:${(between.server.address() as AddressInfo).port}`;
  return between;
}
