import type { FastifyInstance } from 'fastify';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { TrustedProxies } from '../../platform/trusted-proxies.ts';
import { credentialsOfHeaders } from '../authenticate.ts';
import { bodyLimit } from '../limits.ts';
import { GraphqlSocket, type WebsocketOptions } from './graphql-socket.ts';
import { Heartbeat } from './heartbeat.ts';

/** Between two pings; a client that has not answered one by the next is cut off. */
const pingEveryMs = 12_000;
/** Clients get this long to answer the goodbye of a gateway that stops. */
const goodbyeMs = 2_000;
/** Characters of a user agent that are kept with its socket. */
const agentLength = 100;
/** RFC 6455 registry. */
const goingAway = 1001;

/**
 * Queries, mutations and subscriptions over graphql-transport-ws at `/graphql`. The key stands in the
 * connection's parameters, or in the headers of the upgrade. It is checked at the start, again for each
 * operation, and from time to time, so that a revoked one starts nothing more and soon hears nothing more.
 */
export function serveGraphqlOverWebsocket(
  app: FastifyInstance,
  options: WebsocketOptions & { proxies: TrustedProxies },
): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: bodyLimit,
    // Costs each socket more than all else together, and messages could not be shared.
    perMessageDeflate: false,
    handleProtocols,
  });
  const open = new Set<GraphqlSocket>();
  const heartbeat = new Heartbeat(pingEveryMs);

  app.server.on('upgrade', (request, raw, head) => {
    if (request.url?.split('?')[0] !== '/graphql') {
      raw.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      return;
    }
    const credentials = credentialsOfHeaders(request.headers, options.proxies.addressOf(request));
    // Not a part of the request's headers: thousands would be kept whole.
    const agent = cut(request.headers['user-agent']);
    sockets.handleUpgrade(request, raw, head, (socket) => {
      const connection = new GraphqlSocket(options, socket, raw, credentials, agent);
      open.add(connection);
      heartbeat.add(connection);
      options.metrics.websockets.inc();
      socket.once('close', () => {
        open.delete(connection);
        heartbeat.remove(connection);
        options.metrics.websockets.dec();
      });
      if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL)
        connection.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
    });
  });

  app.addHook('preClose', async () => {
    const impatience = setTimeout(() => {
      for (const client of sockets.clients) client.terminate();
    }, goodbyeMs);
    for (const connection of open) connection.close(goingAway, 'Going away');
    await new Promise<void>((resolve) => sockets.close(() => resolve()));
    clearTimeout(impatience);
    heartbeat.close();
  });
}

function cut(agent: string | undefined): string | null {
  return agent === undefined ? null : Buffer.from(agent.slice(0, agentLength)).toString();
}
