import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { Client } from '../sdk/src/index.ts';
import { sdkAtEdge } from './edge-runtime.ts';

/** A server that is there to be sent deliveries, and what has it hand them to a client. */
export interface Receiver {
  kind: string;
  url: string;
  /** As it is where the server runs. */
  Client: typeof Client;
  receive(webhooks: Client['webhooks']): Promise<void>;
  close(): Promise<void>;
}

/** What is used of Express, which brings no types. */
export interface ExpressApp {
  (...request: Parameters<Parameters<typeof createServer>[1] & {}>): void;
  use(handler: object): void;
  post(path: string, ...handlers: object[]): void;
}

export const express: { (): ExpressApp; json(): object } = createRequire(import.meta.url)('express');

/** One with Express, one with Fastify, one of Node alone, and one that runs at the edge. */
export async function startReceivers(): Promise<Receiver[]> {
  const app = express();
  const [ofExpress, ofNode, edge, atEdge] = await Promise.all([
    listening(createServer(app)),
    listening(createServer()),
    listening(createServer()),
    sdkAtEdge(),
  ]);
  const ofFastify = fastify();
  const fastifyPort = await freePort();
  return [
    {
      kind: 'express',
      url: `http://127.0.0.1:${ofExpress.port}/hook`,
      Client,
      async receive(webhooks) {
        app.post('/hook', webhooks.express());
      },
      close: () => closed(ofExpress.server),
    },
    {
      kind: 'node:http',
      url: `http://127.0.0.1:${ofNode.port}/hook`,
      Client,
      async receive(webhooks) {
        const handle = webhooks.express();
        ofNode.server.on('request', (request, response) => void handle(request, response));
      },
      close: () => closed(ofNode.server),
    },
    {
      kind: 'fastify',
      url: `http://127.0.0.1:${fastifyPort}/hook`,
      Client,
      async receive(webhooks) {
        await ofFastify.register(webhooks.fastify(), { path: '/hook' });
        await ofFastify.listen({ port: fastifyPort, host: '127.0.0.1' });
      },
      close: () => ofFastify.close(),
    },
    {
      kind: 'edge',
      url: `http://127.0.0.1:${edge.port}/hook`,
      Client: atEdge.Client,
      async receive(webhooks) {
        const handle = webhooks.fetch();
        edge.server.on('request', async (request, response) => {
          const parts: Buffer[] = [];
          for await (const part of request) parts.push(part);
          const headers = Object.entries(request.headers).map(
            ([name, value]) => [name, String(value)] as [string, string],
          );
          const body = Buffer.concat(parts);
          const answer = await handle(
            new Request('http://edge.example/hook', { method: 'POST', headers, body }),
          );
          response.writeHead(answer.status).end(await answer.text());
        });
      },
      close: () => closed(edge.server),
    },
  ];
}

export async function listening(server: Server): Promise<{ server: Server; port: number }> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, port: (server.address() as AddressInfo).port };
}

async function freePort(): Promise<number> {
  const { server, port } = await listening(createServer());
  await closed(server);
  return port;
}

export function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
