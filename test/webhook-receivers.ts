import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import type { Client } from '../sdk/src/index.ts';

/** A server that is there to be sent deliveries, and what has it hand them to a client. */
export interface Receiver {
  kind: string;
  url: string;
  receive(webhooks: Client['webhooks']): Promise<void>;
  close(): Promise<void>;
}

/** One as Express calls handlers, one with Fastify, and one that speaks as `fetch` does. */
export async function startReceivers(): Promise<Receiver[]> {
  const [express, edge] = await Promise.all([listening(), listening()]);
  const app = fastify();
  let registered: Client['webhooks'] | undefined;
  const fastifyPort = await freePort();
  return [
    {
      kind: 'express',
      url: `http://127.0.0.1:${express.port}/hook`,
      async receive(webhooks) {
        const handle = webhooks.express();
        express.server.on('request', (request, response) => void handle(request, response));
      },
      close: () => closed(express.server),
    },
    {
      kind: 'fastify',
      url: `http://127.0.0.1:${fastifyPort}/hook`,
      async receive(webhooks) {
        registered = webhooks;
        await app.register(registered.fastify(), { path: '/hook' });
        await app.listen({ port: fastifyPort, host: '127.0.0.1' });
      },
      close: () => app.close(),
    },
    {
      kind: 'fetch',
      url: `http://127.0.0.1:${edge.port}/hook`,
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

async function listening(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, port: (server.address() as AddressInfo).port };
}

async function freePort(): Promise<number> {
  const { server, port } = await listening();
  await closed(server);
  return port;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
