import { type ErrorCode, errorCatalogue } from '../../../platform/errors.ts';
import { reference, type Schema } from './schema-writer.ts';

/** Headers of answers, by the name of their component. */
export const headers = {
  RequestId: ['x-request-id', 'Id of the request; quote it to support.'],
  ETag: ['etag', 'Stands for this body; send it as `If-None-Match` to hear whether it has changed.'],
  Location: ['location', 'Where what was made is to be found.'],
  RateLimit: ['ratelimit', 'What is left: `"reads";r=987;t=1520, "cost";r=199954;t=1`.'],
  RateLimitPolicy: ['ratelimit-policy', 'What is allowed: `"reads";q=1000;w=3600, "cost";q=200000;w=2000`.'],
  WwwAuthenticate: ['www-authenticate', 'How to show who calls, and what was wrong with it (RFC 6750 3).'],
  RetryAfter: ['retry-after', 'Seconds to wait before it is tried again.'],
} as const;

/** Statuses of refusals that are told by none of the catalogue's. */
const further: Readonly<Record<number, string>> = {
  406: 'The client takes no JSON.',
  415: 'The body is of another type than `application/json`.',
};

/** Headers of refusals besides those of every answer. */
const headersOfProblems: Readonly<Record<number, readonly (keyof typeof headers)[]>> = {
  401: ['WwwAuthenticate'],
  429: ['RetryAfter'],
};

/** Codes that only the graph itself answers with. */
const ofTheGraphAlone = /^(GRAPHQL_|PERSISTED_|OPERATION_|CURSOR_EXPIRED|LAGGED|TOO_MANY_OPERATIONS)/;

/** Statuses of problems, with the codes that they are told with. */
const problems = new Map<number, readonly ErrorCode[]>(
  [
    ...Map.groupBy(
      (Object.keys(errorCatalogue) as ErrorCode[]).filter((code) => !ofTheGraphAlone.test(code)),
      (code) => errorCatalogue[code].status as number,
    ),
    ...Object.keys(further).map((status): [number, ErrorCode[]] => [Number(status), ['BAD_REQUEST']]),
  ].sort(([one], [other]) => one - other),
);

/** What an operation can answer with besides success. */
export function problemsOf(request: {
  changes: boolean;
  hasBody: boolean;
  mayBeMissing: boolean;
}): Record<string, Schema> {
  const { changes, hasBody, mayBeMissing } = request;
  const possible = [...problems.keys()].filter((status) => {
    if (status === 404) return mayBeMissing;
    if (status === 409) return changes;
    if (status === 413 || status === 415) return hasBody;
    return true;
  });
  return Object.fromEntries(
    possible.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
  );
}

/** The components that `problemsOf` refers to. */
export function problemComponents(): Record<string, Schema> {
  return Object.fromEntries(
    [...problems].map(([status, codes]) => [
      `Problem${status}`,
      {
        description:
          further[status] ?? codes.map((code) => `\`${code}\`: ${errorCatalogue[code].message}`).join('\n\n'),
        headers: headersOf('RequestId', ...(headersOfProblems[status] ?? [])),
        content: {
          'application/problem+json': {
            schema: reference('Problem'),
            example: problemExample(status, codes),
          },
        },
      },
    ]),
  );
}

/** References to components of headers, by the headers' names. */
export function headersOf(...names: readonly (keyof typeof headers)[]): Schema {
  return Object.fromEntries(
    names.map((name) => [headers[name][0], { $ref: `#/components/headers/${name}` }]),
  );
}

export function headerComponents(): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, [, description]]) => [
      name,
      { description, schema: { type: name === 'RetryAfter' ? 'integer' : 'string' } },
    ]),
  );
}

/** RFC 9457, with the error within as partners' guides have it. */
export const problemSchema: Schema = {
  type: 'object',
  description: 'What went wrong (RFC 9457), with the same in `error`, as one object.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'retryable', 'requestId', 'error'],
  properties: {
    type: { type: 'string', description: '`about:blank`: the status and the code say what it is.' },
    title: { type: 'string', description: 'What the code means.' },
    status: { type: 'integer', description: 'Status of HTTP.' },
    detail: { type: 'string', description: 'What went wrong this time, and what to do.' },
    instance: { type: 'string', description: 'The path that was called.' },
    code: reference('ErrorCode'),
    retryable: { type: 'boolean', description: 'Whether the same request may succeed later.' },
    requestId: { type: 'string', description: 'Id of the request; quote it to support.' },
    details: { type: 'array', items: reference('FieldError') },
    error: {
      type: 'object',
      required: ['code', 'message', 'details'],
      properties: {
        code: reference('ErrorCode'),
        message: { type: 'string', description: 'What went wrong this time, and what to do.' },
        details: { type: 'array', items: reference('FieldError') },
      },
    },
  },
};

export const fieldErrorSchema: Schema = {
  type: 'object',
  description: 'What is wrong with one field of the request.',
  required: ['field', 'message'],
  properties: {
    field: { type: 'string', description: 'Path of the field, such as `customer.phone`.' },
    message: { type: 'string', description: 'What is wrong with it.' },
  },
};

export const errorCodeSchema: Schema = {
  type: 'string',
  description: 'Code of the error catalogue.',
  enum: [...new Set([...problems.values()].flat())],
};

function problemExample(status: number, [code]: readonly ErrorCode[]): Schema {
  const known = code ?? 'INTERNAL';
  const { message, retryable } = errorCatalogue[known];
  const details = known === 'VALIDATION_ERROR' ? [{ field: 'email', message: 'is required' }] : [];
  const detail = known === 'VALIDATION_ERROR' ? 'email: is required' : (further[status] ?? message);
  return {
    type: 'about:blank',
    title: message,
    status,
    detail,
    instance: '/v1/students',
    code: known,
    retryable,
    requestId: '9f4c2f0e-2f4f-4a4e-8a51-0f6f2f8f5b1c',
    ...(details.length > 0 && { details }),
    error: { code: known, message: detail, details },
  };
}
