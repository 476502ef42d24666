import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a public address answers with. */
export interface PublicAnswer {
  type: string;
  body: string | Buffer;
  /** How long others may go on with it, in seconds. */
  maxAge: number;
  headers?: Record<string, string>;
}

/** Sends `answer` with its ETag, or 304 when the client has it already. Anybody may read it from anywhere. */
export function sendCached(request: FastifyRequest, reply: FastifyReply, answer: PublicAnswer): FastifyReply {
  const etag = `"${createHash('sha256').update(answer.body).digest('base64url').slice(0, 27)}"`;
  reply
    .header('etag', etag)
    .header('cache-control', `public, max-age=${answer.maxAge}`)
    .header('x-content-type-options', 'nosniff')
    .header('access-control-allow-origin', '*')
    .headers(answer.headers ?? {});
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known?.includes(etag) || known?.includes('*')) return reply.code(304).send();
  return reply.type(answer.type).send(answer.body);
}
