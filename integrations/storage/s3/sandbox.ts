import { createHash } from 'node:crypto';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { S3Configuration } from './contract.ts';
import { signatureProblem } from './sandbox-signature.ts';

type Credentials = Pick<
  S3Configuration,
  'S3_BUCKET' | 'S3_REGION' | 'S3_ACCESS_KEY_ID' | 'S3_SECRET_ACCESS_KEY'
>;

interface Kept {
  bytes: Buffer;
  headers: Record<string, string>;
}

/** What the stand-in does wrong next. */
export interface S3Faults {
  /** Statuses of the next answers, in the place of doing anything. */
  statuses: number[];
  /** Drops the connections of that many requests. */
  drop: number;
}

const xml = (code: string) => `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`;

/** An object storage as far as the hub uses it, one bucket in memory: PUT, GET, HEAD and DELETE of objects, each with its signature checked. */
export function createS3Sandbox(credentials: Credentials): { app: FastifyInstance; faults: S3Faults } {
  const objects = new Map<string, Kept>();
  const faults: S3Faults = { statuses: [], drop: 0 };
  const app = fastify({ forceCloseConnections: true, bodyLimit: 64 * 1024 * 1024, exposeHeadRoutes: false });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.route({
    method: ['PUT', 'GET', 'HEAD', 'DELETE'],
    url: '/*',
    handler: async (request, reply) => {
      if (faults.drop > 0) {
        faults.drop -= 1;
        reply.hijack();
        reply.raw.socket?.destroy();
        return reply;
      }
      const status = faults.statuses.shift();
      if (status !== undefined) return refuse(request, reply, status, 'InternalError');
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const problem = signatureProblem(request, body, credentials);
      if (problem) return refuse(request, reply, problem.status, problem.code);
      const [, bucket, key = ''] = /^\/([^/]+)\/(.+)$/.exec(request.url) ?? [];
      if (bucket !== credentials.S3_BUCKET) return refuse(request, reply, 404, 'NoSuchBucket');
      return serve(objects, key, request, reply, body);
    },
  });
  return { app, faults };
}

function serve(
  objects: Map<string, Kept>,
  key: string,
  request: FastifyRequest,
  reply: FastifyReply,
  body: Buffer,
): FastifyReply {
  if (request.method === 'PUT') {
    const meta = Object.entries(request.headers).filter(([name]) => name.startsWith('x-amz-meta-'));
    objects.set(key, { bytes: body, headers: Object.fromEntries(meta) as Record<string, string> });
    return reply.header('etag', `"${createHash('md5').update(body).digest('hex')}"`).send();
  }
  if (request.method === 'DELETE') {
    objects.delete(key);
    return reply.code(204).send();
  }
  const kept = objects.get(key);
  if (!kept) return refuse(request, reply, 404, 'NoSuchKey');
  reply.headers(kept.headers).type('application/octet-stream').header('content-length', kept.bytes.length);
  return request.method === 'HEAD' ? reply.send() : reply.send(kept.bytes);
}

function refuse(request: FastifyRequest, reply: FastifyReply, status: number, code: string): FastifyReply {
  return reply
    .code(status)
    .type('application/xml')
    .send(request.method === 'HEAD' ? undefined : xml(code));
}
