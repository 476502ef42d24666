import type { FastifyRequest } from 'fastify';
import { HubError } from '../../platform/errors.ts';
import type { Arrived } from './entrance.ts';
import { essenceOf } from './media-types.ts';

/** The operation of a request, each part of the kind that it must be of. */
export interface HttpOperation extends Arrived {
  readonly query: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

/** What is wrong with a request as such, with a status that the catalogue does not have for it. */
export class RequestRefusal extends HubError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super('BAD_REQUEST', { message });
    this.status = status;
    this.headers = headers;
  }
}

/**
 * The operation that a request at `/graphql` asks for, as GraphQL over HTTP has it: in the body of a POST, in the
 * address of a GET.
 *
 * @throws HubError BAD_REQUEST; a RequestRefusal of the status 405 or 415
 */
export function httpOperation({ method, url, headers, body }: FastifyRequest): HttpOperation {
  if (method === 'POST') return ofBody(body);
  if (method !== 'GET') throw new RequestRefusal(405, 'Send GraphQL by GET or POST.', { allow: 'GET, POST' });
  const contentType = headers['content-type'];
  if (contentType !== undefined && essenceOf(contentType) !== 'application/json') {
    throw new RequestRefusal(415, 'A GET has no content, so its content-type can only be application/json.');
  }
  const at = url.indexOf('?');
  return ofParameters(new URLSearchParams(at < 0 ? '' : url.slice(at)));
}

function ofBody(body: unknown): HttpOperation {
  if (Array.isArray(body)) {
    throw bad(
      'Operations are not taken in batches; send each in a request of its own, or all in one document.',
    );
  }
  if (typeof body !== 'object' || body === null) {
    throw bad('The body is missing or no JSON object; send one with a content-type of application/json.');
  }
  const { query, operationName, variables, extensions } = body as Record<string, unknown>;
  return {
    query: query ? text('query', query) : undefined,
    operationName: text('operationName', operationName),
    variables: object('variables', variables),
    extensions: object('extensions', extensions),
  };
}

function ofParameters(parameters: URLSearchParams): HttpOperation {
  return {
    query: once('query', parameters),
    operationName: once('operationName', parameters),
    variables: read('variables', once('variables', parameters)),
    extensions: read('extensions', once('extensions', parameters)),
  };
}

function text(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw bad(`\`${name}\` must be a text.`);
}

function object(name: string, value: unknown): HttpOperation['variables'] {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  throw bad(`\`${name}\` must be an object; as JSON within the body, not as a text.`);
}

function once(name: string, parameters: URLSearchParams): string | undefined {
  const values = parameters.getAll(name);
  if (values.length <= 1) return values[0];
  throw bad(`The parameter \`${name}\` may only be given once.`);
}

function read(name: string, json: string | undefined): HttpOperation['variables'] {
  if (json === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw bad(`The parameter \`${name}\` is no JSON.`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw bad(`The parameter \`${name}\` must be a JSON object.`);
}

function bad(message: string): HubError {
  return new HubError('BAD_REQUEST', { message });
}
