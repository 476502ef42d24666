import { type Authorization, authorizationOf } from './authorization.ts';
import { SkillsHubError } from './errors.ts';
import { addressOf, type ClientOptions, type RequestOptions } from './options.ts';
import { backoff, wait } from './waiting.ts';

/** One request to the hub. */
export interface Sent extends RequestOptions {
  method: string;
  /** Below the hub's address, with its query. */
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Done twice it has done the same as once: it is sent again when no answer came. */
  repeatable: boolean;
}

/** The error that an answer tells of; null when it tells of none. */
export type ReadFailure = (answer: Answer) => SkillsHubError | null;

export interface Answer {
  status: number;
  headers: Headers;
  /** Undefined where there was none, or no JSON. */
  body: unknown;
}

/** What these codes tell of has not been begun, so that even what is not repeatable may be sent again. */
const notBegun = new Set(['RATE_LIMITED', 'OVERLOADED']);

/** Sends requests to one hub as one caller: with its headers, in time, and again where that makes sense. */
export class Transport {
  readonly baseUrl: string;
  readonly backoffMs: number;
  readonly maxWaitMs: number;
  /** For how many milliseconds one attempt may take. */
  readonly timeoutMs: number;
  readonly #authorization: Authorization;
  readonly #fetch: typeof fetch;
  readonly #retries: number;

  constructor(options: ClientOptions) {
    this.baseUrl = addressOf(options);
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.timeoutMs = options.timeoutMs ?? 30_000;
    this.#retries = options.retries ?? 4;
    this.backoffMs = options.backoffMs ?? 500;
    this.maxWaitMs = options.maxWaitMs ?? 60_000;
    this.#authorization = authorizationOf(options, (form, headers) =>
      this.#inTime(this.timeoutMs, undefined, (signal) =>
        this.#fetch(`${this.baseUrl}/oauth/token`, { method: 'POST', headers, body: form, signal }),
      ),
    );
  }

  /** @throws SkillsHubError when it does not succeed, or the reason of `signal` when that is aborted */
  async send(sent: Sent, failureOf: ReadFailure): Promise<Answer> {
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#once(sent, failureOf);
      if (!(outcome instanceof SkillsHubError)) return outcome;
      if (outcome.status === 401 && !renewed && this.refused()) {
        renewed = true;
        continue;
      }
      const pause = this.#pause(outcome, sent, attempt);
      if (pause === null) throw outcome;
      await wait(pause, sent.signal);
    }
  }

  /** What says who calls, as headers. */
  headers(): Promise<Record<string, string>> {
    return this.#authorization.headers();
  }

  /** To be told that the hub has refused them. True when others can be had, so that asking again makes sense. */
  refused(): boolean {
    return this.#authorization.refused();
  }

  /** Opens a stream of server-sent events. It has no end in time, but its headers have to come in time. */
  async open(path: string, body: unknown, signal: AbortSignal): Promise<Response> {
    for (let renewed = false; ; renewed = true) {
      const headers = {
        ...(await this.headers()),
        accept: 'text/event-stream',
        'content-type': 'application/json',
      };
      const request = { method: 'POST', headers, body: JSON.stringify(body) };
      const opened = new AbortController();
      const late = setTimeout(() => opened.abort(timedOut(this.timeoutMs)), this.timeoutMs);
      try {
        const response = await this.#fetch(`${this.baseUrl}${path}`, {
          ...request,
          signal: AbortSignal.any([signal, opened.signal]),
        });
        if (response.status !== 401 || renewed || !this.refused()) return response;
        await response.body?.cancel();
      } finally {
        clearTimeout(late);
      }
    }
  }

  async #once(sent: Sent, failureOf: ReadFailure): Promise<Answer | SkillsHubError> {
    try {
      const headers = {
        ...(await this.headers()),
        accept: 'application/json',
        ...sent.headers,
      };
      const answer = await this.#inTime(sent.timeoutMs ?? this.timeoutMs, sent.signal, async (signal) => {
        const response = await this.#fetch(`${this.baseUrl}${sent.path}`, {
          method: sent.method,
          headers: sent.body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
          ...(sent.body !== undefined && { body: JSON.stringify(sent.body) }),
          signal,
        });
        return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
      });
      return failureOf(answer) ?? answer;
    } catch (error) {
      if (error instanceof SkillsHubError) return error;
      if (sent.signal?.aborted) throw sent.signal.reason;
      return new SkillsHubError({
        code: 'NETWORK',
        message: `${this.baseUrl} cannot be reached: ${error instanceof Error ? error.message : String(error)}`,
        retryable: true,
        cause: error,
      });
    }
  }

  /** For how long to wait before `sent` is sent again, or null when it is not to be. */
  #pause(error: SkillsHubError, sent: Sent, attempt: number): number | null {
    if (attempt > this.#retries || !error.retryable) return null;
    if (!sent.repeatable && !notBegun.has(error.code)) return null;
    const asked = (error.retryAfter ?? 0) * 1000;
    if (asked > this.maxWaitMs) return null;
    return Math.max(asked, backoff(attempt, this.backoffMs, this.maxWaitMs));
  }

  async #inTime<T>(
    ms: number,
    outer: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const inner = new AbortController();
    const stop = () => inner.abort(outer?.reason);
    outer?.addEventListener('abort', stop, { once: true });
    if (outer?.aborted) stop();
    const late = timedOut(ms);
    const timer = setTimeout(() => inner.abort(late), ms);
    try {
      return await work(inner.signal);
    } catch (error) {
      throw inner.signal.reason === late ? late : error;
    } finally {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    }
  }
}

function timedOut(ms: number): SkillsHubError {
  return new SkillsHubError({ code: 'TIMEOUT', message: `No answer within ${ms} ms.`, retryable: true });
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
