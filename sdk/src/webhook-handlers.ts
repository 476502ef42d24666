import type { DeliveredEvent } from './events.ts';
import { type VerifyOptions, verifyWebhook, WebhookVerificationError } from './verify-webhook.ts';

/** What is to be done with an event; the hub sends it again when this fails. */
export type Receiver = (event: DeliveredEvent) => unknown;

/** A request of Node's, as Express and `node:http` hand it on; `body` is what a parser before has made of it. */
export interface NodeRequest extends AsyncIterable<Uint8Array | string> {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body?: unknown;
  rawBody?: unknown;
}

export interface NodeResponse {
  statusCode: number;
  end(text?: string): unknown;
}

/** What is used of a Fastify instance. */
export interface FastifyLike {
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer' },
    parser: (request: unknown, body: Uint8Array, done: (error: null, body: Uint8Array) => void) => void,
  ): unknown;
  removeAllContentTypeParsers(): unknown;
  post(
    path: string,
    handler: (
      request: { headers: NodeRequest['headers']; body: unknown },
      reply: { code(status: number): { send(text: string): unknown } },
    ) => Promise<unknown>,
  ): unknown;
}

/** Answers one delivery: 200 when `receive` has succeeded, 401 when the signature does not fit. */
async function answer(
  secret: string,
  headers: Parameters<typeof verifyWebhook>[1]['headers'],
  body: Uint8Array | string,
  receive: Receiver,
  options: VerifyOptions,
): Promise<{ status: number; text: string }> {
  let event: DeliveredEvent;
  try {
    event = await verifyWebhook(secret, { body, headers }, options);
  } catch (error) {
    if (error instanceof WebhookVerificationError) return { status: 401, text: 'Invalid signature' };
    throw error;
  }
  await receive(event);
  return { status: 200, text: 'OK' };
}

/** For servers that speak as `fetch` does: edge runtimes, Deno, Bun, Hono. */
export function fetchHandler(
  secret: string,
  receive: Receiver,
  options: VerifyOptions = {},
): (request: Request) => Promise<Response> {
  return async (request) => {
    const body = new Uint8Array(await request.arrayBuffer());
    const { status, text } = await answer(secret, request.headers, body, receive, options);
    return new Response(text, { status });
  };
}

/** For Express and `node:http`. Put it before `express.json()`, or after `express.raw({type: 'application/json'})`. */
export function expressHandler(
  secret: string,
  receive: Receiver,
  options: VerifyOptions = {},
): (request: NodeRequest, response: NodeResponse, next?: (error: unknown) => void) => Promise<void> {
  return async (request, response, next) => {
    try {
      const body = await rawBody(request);
      const { status, text } = await answer(secret, request.headers, body, receive, options);
      response.statusCode = status;
      response.end(text);
    } catch (error) {
      if (next) return next(error);
      response.statusCode = 500;
      response.end('The event could not be handled');
    }
  };
}

/** For Fastify: `app.register(fastifyHandler(secret, receive), {path: '/webhooks/skillpassport'})`. */
export function fastifyHandler(
  secret: string,
  receive: Receiver,
  options: VerifyOptions = {},
): (app: FastifyLike, options: { path: string }) => Promise<void> {
  return async (app, { path }) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
    app.post(path, async (request, reply) => {
      const body = request.body instanceof Uint8Array ? request.body : '';
      const { status, text } = await answer(secret, request.headers, body, receive, options);
      return reply.code(status).send(text);
    });
  };
}

async function rawBody(request: NodeRequest): Promise<Uint8Array | string> {
  for (const body of [request.rawBody, request.body]) {
    if (typeof body === 'string' || body instanceof Uint8Array) return body;
  }
  const isParsed = typeof request.body === 'object' && request.body !== null;
  if (isParsed && Object.keys(request.body as object).length > 0) {
    throw new TypeError(
      'The body was parsed already: use express.raw({type: "application/json"}) for this route.',
    );
  }
  const encoder = new TextEncoder();
  const parts: number[] = [];
  for await (const part of request) {
    for (const byte of typeof part === 'string' ? encoder.encode(part) : part) parts.push(byte);
  }
  return Uint8Array.from(parts);
}
