import { Agent } from 'undici';
import { log } from '../log.ts';
import { keepable, maskSecrets } from './masking.ts';
import { OutsideError } from './outside-error.ts';
import { type ReplyContract, readReply } from './reply.ts';
import type { HealthOutcome, SystemHealth } from './system-health.ts';
import { type TransportRequest, type TransportResult, transport } from './transport.ts';

/** One exchange with an outside system, as it is kept in timelines and logs: bodies cut at 4 KiB, secrets masked. */
export interface Exchange {
  system: string;
  method: string;
  url: string;
  requestBody: string | null;
  /** null when no answer came. */
  status: number | null;
  responseBody: string | null;
  durationMs: number;
  error: string | null;
}

/** What travels with a call to an outside system. */
export interface OutsideCall {
  requestId: string;
  /** Called once for every HTTP exchange made, also for those that failed. */
  record?: ((exchange: Exchange) => void) | undefined;
}

/** A body as the exact text that is sent, so that what is signed is what travels. */
export interface RequestBody {
  contentType: string;
  text: string;
}

export interface OutsideRequest<T> extends ReplyContract<T> {
  method: TransportRequest['method'];
  url: string;
  headers?: Record<string, string> | undefined;
  body?: RequestBody | undefined;
  timeoutMs?: number | undefined;
  /** A longer answer is none. As the client has it when absent. */
  maxReplyBytes?: number | undefined;
  /** The credentials sent are a user’s own: that they are refused tells nothing of the system. */
  credentialsOfUser?: boolean | undefined;
  /** The bodies hold what must be kept nowhere: the exchange is told without them. */
  unkept?: boolean | undefined;
}

export interface HttpClientOptions {
  health?: SystemHealth | undefined;
  /** For one call, connecting included. Default 30 s. */
  timeoutMs?: number | undefined;
  /** A longer answer is none. Default 1 MiB. */
  maxReplyBytes?: number | undefined;
}

export function jsonBody(value: unknown): RequestBody {
  return { contentType: 'application/json', text: JSON.stringify(value) };
}

export function formBody(fields: Record<string, string>): RequestBody {
  return {
    contentType: 'application/x-www-form-urlencoded',
    text: new URLSearchParams(fields).toString(),
  };
}

/**
 * The one client for outside systems: keeps connections alive, bounds time and size, checks every
 * answer against its schema, and tells `call.record` and the health registry of every exchange.
 * It never retries: only the caller knows whether asking again is safe.
 */
export class HttpClient implements SystemHealth {
  readonly #agent = new Agent({
    keepAliveTimeout: 4_000,
    connections: 128,
    allowH2: false,
    // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED cannot take it back.
    connect: { rejectUnauthorized: true },
  });
  readonly #health: SystemHealth | undefined;
  readonly #timeoutMs: number;
  readonly #maxReplyBytes: number;
  #closed: Promise<void> | null = null;

  constructor(options: HttpClientOptions = {}) {
    this.#health = options.health;
    this.#timeoutMs = options.timeoutMs ?? 30_000;
    this.#maxReplyBytes = options.maxReplyBytes ?? 1024 * 1024;
  }

  /** Sends the request once and answers with the status and the parsed reply, or throws an OutsideError. */
  async send<T>(request: OutsideRequest<T>, call: OutsideCall): Promise<{ status: number; reply: T }> {
    const startedAt = performance.now();
    const result = await transport(this.#agent, {
      method: request.method,
      url: new URL(request.url),
      headers: {
        accept: 'application/json',
        'user-agent': 'skills-hub',
        'x-request-id': headerSafe(call.requestId),
        ...(request.body && { 'content-type': request.body.contentType }),
        ...request.headers,
      },
      body: request.body?.text ?? null,
      timeoutMs: request.timeoutMs ?? this.#timeoutMs,
      maxReplyBytes: request.maxReplyBytes ?? this.#maxReplyBytes,
    });
    const durationMs = Math.round(performance.now() - startedAt);
    try {
      const reply = readReply(request, result);
      this.#tell(request, call, result, durationMs, null);
      return reply;
    } catch (error) {
      if (error instanceof OutsideError) this.#tell(request, call, result, durationMs, error);
      throw error;
    }
  }

  /** Tells the health registry of an exchange that did not go by HTTP. */
  report(system: string, outcome: HealthOutcome): void {
    this.#health?.report(system, outcome);
  }

  /** Waits for the calls in flight, then closes the connections. May be called again. */
  close(): Promise<void> {
    this.#closed ??= this.#agent.close();
    return this.#closed;
  }

  #tell(
    request: OutsideRequest<unknown>,
    call: OutsideCall,
    result: TransportResult,
    durationMs: number,
    error: OutsideError | null,
  ): void {
    const exchange: Exchange = {
      system: request.system,
      method: request.method,
      url: maskSecrets(request.url),
      requestBody: request.body && !request.unkept ? keepable(request.body.text) : null,
      status: result.answered ? result.status : null,
      responseBody: result.answered && !request.unkept ? keepable(result.body) : null,
      durationMs,
      error: error ? keepable(`${error.kind}: ${error.message}`) : null,
    };
    const { requestBody: _sent, responseBody: _received, ...summary } = exchange;
    log[error ? 'warn' : 'debug']({ ...summary, requestId: call.requestId }, 'outside call');
    // A refusal is a healthy system's answer, except when it refuses the hub itself.
    const refusesHub = !request.credentialsOfUser && (error?.status === 401 || error?.status === 403);
    const ok = !error || (error.kind === 'REJECTED' && !refusesHub);
    this.#health?.report(request.system, {
      ok,
      at: new Date(),
      durationMs,
      error: ok ? null : exchange.error,
    });
    call.record?.(exchange);
  }
}

function headerSafe(requestId: string): string {
  return requestId.replace(/[^\x21-\x7e]/g, '').slice(0, 128);
}
