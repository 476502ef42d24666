import { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OAuthServer } from './oauth-server.ts';

/**
 * The same request as it would have been sent to the public address, so that the OAuth server makes its own
 * addresses of that, and of nothing that a caller can say.
 */
export function asReached(request: FastifyRequest, issuer: string): IncomingMessage {
  const { protocol, host } = new URL(issuer);
  Object.assign(request.raw.headers, {
    host,
    'x-forwarded-proto': protocol.slice(0, -1),
    'x-forwarded-host': host,
    'x-forwarded-for': request.ip,
  });
  return request.raw;
}

/** The same request with `parameters` as the form in its body, at `path`. */
export function withForm(raw: IncomingMessage, path: string, parameters: URLSearchParams): IncomingMessage {
  const body = parameters.toString();
  const request = new IncomingMessage(raw.socket);
  Object.assign(request, { method: raw.method, url: path, httpVersion: raw.httpVersion });
  request.headers = {
    ...raw.headers,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
  };
  delete request.headers['transfer-encoding'];
  request.push(body);
  request.push(null);
  // Else Node takes it for cut off, and closes the connection.
  request.complete = true;
  return request;
}

/** Has the OAuth server answer. */
export async function answerBy(
  server: OAuthServer,
  request: IncomingMessage,
  reply: FastifyReply,
): Promise<void> {
  const provider = await server.provider();
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  await provider.callback()(request, reply.raw);
}
