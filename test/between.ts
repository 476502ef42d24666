import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Between a client and the hub: what it lets through, refuses and cuts. */
export interface Between {
  url: string;
  /** The requests so far, as `POST /v1/students`. */
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
  const between: Between = {
    url: '',
    requests: [],
    keys: [],
    instead: [],
    breakAll: () => between.server.closeAllConnections(),
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
  await new Promise<void>((done) => between.server.listen(0, '127.0.0.1', done));
  between.url = `http://127.0.0.1:${(between.server.address() as AddressInfo).port}`;
  return between;
}
