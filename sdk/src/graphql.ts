import { type ErrorDetail, SkillsHubError } from './errors.ts';
import type { RequestOptions } from './options.ts';
import type { Answer, Transport } from './transport.ts';
import { type Operation, textOf } from './typed-document.ts';

/** One of the `errors` of a GraphQL answer. */
export interface GraphError {
  message: string;
  extensions?: {
    code?: string;
    retryable?: boolean;
    details?: ErrorDetail[];
    requestId?: string;
    retryAfter?: number;
    cursor?: string;
  };
}

export interface GraphAnswer<Result> {
  data?: Result | null;
  errors?: readonly GraphError[];
}

/** The variables of an operation as an argument: to be left out where there are none, or where all may be absent. */
export type VariablesArgument<Variables> =
  Partial<Variables> extends Variables ? Variables | undefined : Variables;

/**
 * Runs a query or mutation.
 *
 * @throws SkillsHubError with the first error of the answer, and what else it answered as `data`
 */
export async function graphql<Result, Variables>(
  transport: Transport,
  operation: Operation<Result, Variables>,
  variables: Variables | undefined,
  options: RequestOptions = {},
): Promise<Result> {
  const query = textOf(operation as Operation<never, never>);
  const { body } = await transport.send(
    {
      ...options,
      method: 'POST',
      path: '/graphql',
      body: { query, variables },
      repeatable: !/(^|\s|\})mutation\b/.test(query),
    },
    failureOf,
  );
  return (body as GraphAnswer<Result>).data as Result;
}

function failureOf({ status, headers, body }: Answer): SkillsHubError | null {
  const { data, errors } = (typeof body === 'object' && body !== null ? body : {}) as GraphAnswer<unknown>;
  const [first] = errors ?? [];
  if (first) {
    const retryAfter = Number(headers.get('retry-after')) || undefined;
    return graphError(first, { status, data, retryAfter });
  }
  if (data !== undefined && data !== null) return null;
  return new SkillsHubError({
    code: 'UNEXPECTED_ANSWER',
    message: `The hub answered ${status} without data.`,
    status,
    retryable: status === 429 || status >= 502,
  });
}

/** An error of the graph as what the client throws. */
export function graphError(
  { message, extensions = {} }: GraphError,
  answer: { status?: number; data?: unknown; retryAfter?: number | undefined } = {},
): SkillsHubError {
  const { code = 'INTERNAL', retryable, details, requestId, retryAfter, cursor } = extensions;
  return new SkillsHubError({
    ...answer,
    code,
    message,
    retryable,
    details,
    requestId,
    retryAfter: retryAfter ?? answer.retryAfter,
    cursor,
  });
}
