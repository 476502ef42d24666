import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Dispatcher, Pool } from 'undici';
import { callerHeader, callerOfText } from '../platform/auth/known-caller.ts';
import { HubError } from '../platform/errors.ts';
import { plainAddress } from '../platform/http-client/address-list.ts';
import { noteOf } from './request-log.ts';

/** Headers that belong to one connection, not to the request (RFC 9110 7.6.1); `expect` has been met by then. */
const hopByHop = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** By which proxies tell whom they call for; what came from outside says nothing that the gateway has not judged. */
const ofProxies = /^(forwarded|x-forwarded-.*|x-real-ip|true-client-ip|via)$/;

export interface ForwardOptions {
  /** Paths, each with everything beneath it, such as `/payments/callback`. */
  prefixes: readonly string[];
  /** Where the subgraph listens, such as `http://payments:4001`. */
  baseUrl: string;
}

/** Types of bodies as they came: one that Fastify cannot read is the subgraph's to judge, not the gateway's. */
const arrivedTypes = new WeakMap<FastifyRequest, string>();

/**
 * Routes that hand a request on to the process of the subgraph that owns them: method, headers and raw
 * body as they came, the answer likewise, both streamed. Signatures over the body stay valid. Only who
 * calls, and by which address, is the gateway's own word.
 */
export function forwardTo(options: ForwardOptions): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    await app.register(async (scope) => {
      const pool = new Pool(new URL(options.baseUrl).origin, { pipelining: 1, connect: { timeout: 3_000 } });
      scope.addHook('onClose', () => pool.close());
      scope.addHook('onRequest', async (request) => {
        const type = request.headers['content-type'];
        if (type === undefined) return;
        arrivedTypes.set(request, type);
        request.headers['content-type'] = 'application/octet-stream';
      });
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
      for (const prefix of options.prefixes) {
        scope.all(prefix, (request, reply) => forward(pool, request, reply));
        scope.all(`${prefix}/*`, (request, reply) => forward(pool, request, reply));
      }
    });
  };
}

async function forward(pool: Pool, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const hasBody =
    request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
  let answer: Dispatcher.ResponseData;
  try {
    answer = await pool.request({
      method: request.method as Dispatcher.HttpMethod,
      path: request.url,
      headers: {
        ...withoutProxies(endToEnd(request.headers)),
        ...(arrivedTypes.has(request) && { 'content-type': arrivedTypes.get(request) }),
        'x-forwarded-for': plainAddress(request.ip),
        'x-forwarded-host': request.host,
        'x-forwarded-proto': request.protocol,
        'x-request-id': request.id,
      },
      body: hasBody ? request.raw : null,
      signal: gone.signal,
    });
  } catch (error) {
    throw new HubError('UPSTREAM_UNAVAILABLE', { cause: error });
  }
  const { [callerHeader]: told, ...headers } = answer.headers;
  const caller = callerOfText(told);
  if (caller) noteOf(request).of(caller);
  return await reply.code(answer.statusCode).headers(endToEnd(headers)).send(answer.body);
}

function withoutProxies(headers: Record<string, string | string[]>): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofProxies.test(name)));
}

function endToEnd(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const named = new Set(
    String(headers.connection ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase()),
  );
  return Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string | string[]] =>
        entry[1] !== undefined && !hopByHop.has(entry[0]) && !named.has(entry[0]),
    ),
  );
}
