import { type ErrorDetail, SkillsHubError } from './errors.ts';
import type { RequestOptions } from './options.ts';
import type { AnswerAt, BodyAt, PathOf, QueryAt } from './rest-types.ts';
import type { Answer, Transport } from './transport.ts';

/**
 * The endpoints of the hub's REST interface. What each takes and answers is known by its path; or by the name that the
 * OpenAPI document has for it, as the type argument.
 */
export class Rest {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  get<Target extends string>(
    path: PathOf<Target>,
    query?: QueryAt<'get', Target>,
    options: RequestOptions = {},
  ): Promise<AnswerAt<'get', Target>> {
    return this.request('GET', path + search({ ...query }), undefined, options);
  }

  /** With a key, given or made up, so that it is done once however often it is sent. */
  post<Target extends string>(
    path: PathOf<Target>,
    body: BodyAt<'post', Target> | undefined,
    options: RequestOptions = {},
  ): Promise<AnswerAt<'post', Target>> {
    return this.request('POST', path, body, options);
  }

  patch<Target extends string>(
    path: PathOf<Target>,
    body: BodyAt<'patch', Target>,
    options: RequestOptions = {},
  ): Promise<AnswerAt<'patch', Target>> {
    return this.request('PATCH', path, body, options);
  }

  put<Target extends string>(
    path: PathOf<Target>,
    body: BodyAt<'put', Target> | undefined,
    options: RequestOptions = {},
  ): Promise<AnswerAt<'put', Target>> {
    return this.request('PUT', path, body, options);
  }

  delete(path: string, options: RequestOptions = {}): Promise<void> {
    return this.request('DELETE', path, undefined, options);
  }

  /** Any endpoint, also one that this client was made before: POST with a key as `post` has it. */
  async request<Result>(
    method: string,
    path: string,
    body?: unknown,
    options: RequestOptions = {},
  ): Promise<Result> {
    const makesKey = method === 'POST' && !hasIdOfItsOwn(body);
    const key = keyOf(options) ?? (makesKey ? crypto.randomUUID() : undefined);
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const sent = { ...options, method, path, body, headers, repeatable: true };
    return (await this.#transport.send(sent, problemOf)).body as Result;
  }
}

/** Payments and refunds are known by the caller's own id in the body, for good, and take no other key. */
function hasIdOfItsOwn(body: unknown): boolean {
  return typeof body === 'object' && body !== null && ('order_id' in body || 'refund_id' in body);
}

/** `segments` as a path: each is one part of it, whatever is in it. */
export function pathOf(...segments: readonly string[]): string {
  return segments.map((segment) => `/${encodeURIComponent(segment)}`).join('');
}

export function keyOf({ idempotencyKey, idempotency_key }: RequestOptions): string | undefined {
  return idempotencyKey ?? idempotency_key;
}

/** A query as it stands in an address; empty without members. */
export function search(query: Record<string, unknown>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) given.set(name, String(value));
  }
  const text = given.toString();
  return text === '' ? '' : `?${text}`;
}

interface Problem {
  code?: string;
  detail?: string;
  title?: string;
  retryable?: boolean;
  requestId?: string;
  details?: ErrorDetail[];
}

function problemOf({ status, headers, body }: Answer): SkillsHubError | null {
  const isObject = typeof body === 'object' && body !== null;
  if (status >= 200 && status < 300 && (isObject || status === 204)) return null;
  const { code, detail, title, retryable, requestId, details }: Problem = isObject ? body : {};
  return new SkillsHubError({
    code: code ?? 'UNEXPECTED_ANSWER',
    message: detail ?? title ?? `The hub answered ${status} without a body that can be read.`,
    status,
    details,
    retryable: retryable ?? (status === 429 || status >= 502),
    requestId: requestId ?? headers.get('x-request-id') ?? undefined,
    retryAfter: Number(headers.get('retry-after')) || undefined,
  });
}
