import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodType } from 'zod';
import { keepable, maskSecrets } from '../http-client/masking.ts';
import { FaultScript, type TakenFaults } from './sandbox-faults.ts';

/** A request as a stand-in sees it. */
export interface StandInRequest {
  method: string;
  headers: FastifyRequest['headers'];
  rawBody: Buffer;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** Scheme, host and port at which the caller reached the stand-in. */
  origin: string;
}

export interface StandInAnswer {
  /** Default 200. */
  status?: number;
  /** Sent as JSON, unless it is text. */
  body: unknown;
  /** Content type; that of the body when absent. */
  type?: string;
  /** Runs when the answer has left, or was lost. */
  afterwards?: () => void;
}

/** The outside system says no: answered as `{success: false, error: {code, message}}`. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
  }
}

/** One request that a stand-in has had, as its log shows it. */
export interface SeenRequest {
  at: string;
  operation: string;
  method: string;
  path: string;
  requestId: string | null;
  body: string;
  /** null when the connection was dropped instead. */
  status: number | null;
  faults: string[];
}

const keptRequests = 200;

/** What every stand-in of an outside system is made of: operations that can be made to fail, and a log of requests. */
export class SandboxKit {
  readonly name: string;
  readonly title: string;
  readonly faults = new FaultScript();
  readonly requests: SeenRequest[] = [];
  readonly #app: FastifyInstance;

  /** @param app the stand-in's own Fastify scope, mounted under `/{name}` */
  constructor(app: FastifyInstance, name: string, title: string) {
    this.#app = app;
    this.name = name;
    this.title = title;
    // Signatures are made over the exact bytes, so bodies stay bytes.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  }

  /** Serves one operation of the system's contract. */
  serve(
    operation: string,
    method: 'GET' | 'POST',
    path: string,
    handle: (request: StandInRequest) => StandInAnswer | Promise<StandInAnswer>,
  ): void {
    this.#app.route({
      method,
      url: path,
      handler: async (request, reply) => {
        const faults = this.faults.take(operation);
        const seen = this.#remember(operation, request, faults);
        if (fails(faults, 'before', reply, seen)) return reply;
        let answer: StandInAnswer;
        try {
          answer = await handle(readRequest(request));
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          answer = refused(error);
        }
        if (answer.afterwards) reply.raw.once('close', answer.afterwards);
        const slow = faults.get('slow');
        if (slow) await pause(slow.ms, undefined, { ref: false });
        if (fails(faults, 'after', reply, seen)) return reply;
        seen.status = answer.status ?? 200;
        if (answer.type) reply.type(answer.type);
        return reply.code(seen.status).send(rewritten(answer.body, faults));
      },
    });
  }

  #remember(operation: string, request: FastifyRequest, faults: TakenFaults): SeenRequest {
    const seen: SeenRequest = {
      at: new Date().toISOString(),
      operation,
      method: request.method,
      path: maskSecrets(request.url),
      requestId: [request.headers['x-request-id']].flat()[0] ?? null,
      body: keepable(bytesOf(request).toString('utf8')),
      status: null,
      faults: faults.names,
    };
    this.requests.push(seen);
    if (this.requests.length > keptRequests) this.requests.shift();
    return seen;
  }
}

/** Reads a JSON body in the shape that the contract demands, or refuses as the real system would. */
export function readJson<T>(request: StandInRequest, schema: ZodType<T>): T {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new Refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json.');
  let json: unknown;
  try {
    json = JSON.parse(request.rawBody.toString('utf8'));
  } catch {
    throw new Refusal(400, 'INVALID_JSON', 'The body is no JSON.');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new Refusal(400, 'INVALID_REQUEST', issues.join('; '));
}

/** The fields of a form body. */
export function readForm(rawBody: Buffer): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(rawBody.toString('utf8')));
}

export function bytesOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

function readRequest(request: FastifyRequest): StandInRequest {
  return {
    method: request.method,
    headers: request.headers,
    rawBody: bytesOf(request),
    params: request.params as Record<string, string>,
    query: request.query as Record<string, string>,
    origin: `${request.protocol}://${request.host}`,
  };
}

function refused({ status, code, message }: Refusal): StandInAnswer {
  return { status, body: { success: false, error: { code, message } } };
}

/** Whether a scripted fault of this moment took the place of the answer. */
function fails(
  faults: TakenFaults,
  moment: 'before' | 'after',
  reply: FastifyReply,
  seen: SeenRequest,
): boolean {
  const status = faults.get('status');
  if (status?.when === moment) {
    seen.status = status.status;
    if (status.retryAfter !== undefined) reply.header('retry-after', String(status.retryAfter));
    reply
      .code(status.status)
      .send({ success: false, error: { code: 'SCRIPTED', message: 'A scripted fault.' } });
    return true;
  }
  if (faults.get('dropped')?.when === moment) {
    reply.hijack();
    reply.raw.socket?.destroy();
    return true;
  }
  const body = faults.get('html')?.when === moment ? '<!doctype html><title>Maintenance</title>' : undefined;
  if (body === undefined && faults.get('empty')?.when !== moment) return false;
  seen.status = 200;
  reply
    .code(200)
    .type(body ? 'text/html' : 'application/json')
    .send(body ?? '');
  return true;
}

/** The answer as a faulty system would give it: another amount, a status word that nobody knows. */
function rewritten(body: unknown, faults: TakenFaults): unknown {
  const amount = faults.get('different-amount');
  const word = faults.get('unknown-status');
  if (!amount && !word) return body;
  const answer = structuredClone(body) as { data?: { amount?: number; status?: string } };
  if (amount && typeof answer.data?.amount === 'number') answer.data.amount += amount.by;
  if (word && answer.data?.status !== undefined) answer.data.status = word.word;
  return answer;
}
