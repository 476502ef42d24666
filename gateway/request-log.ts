import type { FastifyInstance, FastifyRequest } from 'fastify';
import { currentCall } from '../platform/auth/calling.ts';
import { anonymous, type KnownCaller } from '../platform/auth/principal.ts';
import { plainAddress } from '../platform/http-client/address-list.ts';
import { log } from '../platform/log.ts';
import { loggedOperation } from '../platform/request-log/logged-operation.ts';
import type {
  LoggedOperation,
  RequestEntry,
  RequestOutcome,
  RequestSink,
} from '../platform/request-log/request-entry.ts';
import type { PlannedOperation } from './execution/executor.ts';
import { toHubError } from './problem.ts';

/** Where a request came in. */
type Arrival = Pick<RequestEntry, 'requestId' | 'transport' | 'method' | 'path' | 'address' | 'agent'>;

/** What becomes known of a request while it is served, for the request log. */
export class RequestNote {
  readonly #startedAt = Date.now();
  readonly #started = performance.now();
  #principal: KnownCaller = anonymous;
  #asked: { planned: PlannedOperation; variables: Readonly<Record<string, unknown>> } | undefined;
  #begun = false;
  #codes = new Set<string>();
  #written = false;

  /** Whose request it is. */
  of(principal: KnownCaller): void {
    this.#principal = principal;
  }

  /** What it asks for, when it could be read. */
  asks(planned: PlannedOperation, variables: Readonly<Record<string, unknown>>): void {
    this.#asked = { planned, variables };
  }

  /** Nothing speaks against it: what goes wrong from now on is no refusal. */
  begins(): void {
    this.#begun = true;
  }

  /** What is wrong with its answer, or why there is none, as the client is told. */
  failed(errors: readonly { extensions?: { code?: unknown } | undefined }[] = []): void {
    for (const { extensions } of errors) {
      this.#codes.add(typeof extensions?.code === 'string' ? extensions.code : 'INTERNAL');
    }
  }

  /** What stopped it, before it is formatted. */
  refused(error: unknown): void {
    this.#codes.add(toHubError(error).error.code);
  }

  /** Writes it down, the first time; `status` is null where there is no HTTP. */
  write(sink: RequestSink, arrival: Arrival, status: number | null): void {
    if (this.#written) return;
    this.#written = true;
    sink.add({
      ...arrival,
      startedAt: this.#startedAt,
      ms: performance.now() - this.#started,
      principal: this.#principal,
      operation: this.#operation(),
      status,
      outcome: this.#outcome(status),
      codes: [...this.#codes],
    });
  }

  #operation(): LoggedOperation | null {
    if (!this.#asked) return null;
    const { planned, variables } = this.#asked;
    const { supergraph, document, operation, fragments } = planned;
    try {
      return loggedOperation({ schema: supergraph.apiSchema, document, operation, fragments }, variables);
    } catch (error) {
      log.error({ err: error }, 'an operation cannot be described in the request log');
      return null;
    }
  }

  #outcome(status: number | null): RequestOutcome {
    if (status === 429 || this.#codes.has('RATE_LIMITED')) return 'RATE_LIMITED';
    if (status !== null && status >= 500) return 'ERROR';
    const wrong = this.#codes.size > 0 || (status !== null && status >= 400);
    if (!wrong) return 'OK';
    return this.#begun ? 'ERROR' : 'REFUSED';
  }
}

const noted = Symbol('note');

/** The note of an HTTP request; it is there from the beginning. */
export function noteOf(request: FastifyRequest & { [noted]?: RequestNote | null }): RequestNote {
  request[noted] ??= new RequestNote();
  return request[noted];
}

/** What the hub answers itself: its own health, and pages that are the same for everybody. */
const unlogged = /^\/(health|metrics|explorer)/;

/** Puts every HTTP request into `sink` when it has been answered. */
export function logRequests(app: FastifyInstance, sink: RequestSink): void {
  app.decorateRequest(noted, null);
  app.addHook('onRequest', (request, _reply, done) => {
    noteOf(request);
    done();
  });
  app.addHook('preHandler', (request, _reply, done) => {
    const call = currentCall();
    if (call) call.recognised = (caller) => noteOf(request).of(caller);
    done();
  });
  app.addHook('onError', async (request, _reply, error) => noteOf(request).refused(error));
  if (sink === noRequestLog) return;
  app.addHook('onResponse', (request, reply, done) => {
    if (request.method !== 'OPTIONS' && !unlogged.test(request.routeOptions.url ?? '')) {
      noteOf(request).write(sink, arrivalOf(request), reply.statusCode);
    }
    done();
  });
}

/** Of an HTTP request. */
export function arrivalOf(request: FastifyRequest): Arrival {
  const path = request.routeOptions.url ?? 'none';
  return {
    requestId: request.id,
    transport: path === '/graphql/stream' ? 'EVENT_STREAM' : 'HTTP',
    method: request.method,
    path,
    address: plainAddress(request.ip),
    agent: request.headers['user-agent'] ?? null,
  };
}

/** For a gateway that keeps no request log. */
export const noRequestLog: RequestSink = { add() {} };
