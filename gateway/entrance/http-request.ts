import type { FastifyRequest } from 'fastify';
import { HubError } from '../../platform/errors.ts';
import type { Arrived } from './entrance.ts';

/** A request as Apollo Server reads it. */
interface ReadRequest {
  method: string;
  search: string;
  body: unknown;
}

/**
 * The operation of a request at `/graphql`; undefined where there is none to be seen, which Apollo Server says.
 *
 * @throws HubError BAD_REQUEST for a batch
 */
export function arrivedOf({ method, query, body }: FastifyRequest): Arrived | undefined {
  if (method === 'GET') {
    const { variables, extensions, ...rest } = query as Record<string, unknown>;
    return { ...rest, variables: parsed(variables), extensions: parsed(extensions) };
  }
  if (method !== 'POST' || typeof body !== 'object' || body === null) return undefined;
  if (!Array.isArray(body)) return body;
  throw new HubError('BAD_REQUEST', {
    message:
      'Operations are not taken in batches; send each in a request of its own, or all in one document.',
  });
}

/** Lets the request have `text` for its document, and no name for one any more. */
export function withText(request: ReadRequest, text: string): void {
  if (request.method !== 'GET') {
    const body = request.body as Record<string, unknown>;
    request.body = {
      ...body,
      query: text,
      ...('extensions' in body && { extensions: unnamed(body.extensions) }),
    };
    return;
  }
  const parameters = new URLSearchParams(request.search);
  const given = parameters.get('extensions');
  if (given === null) return;
  const extensions = parsed(given);
  if (extensions === undefined) return;
  parameters.set('query', text);
  parameters.set('extensions', JSON.stringify(unnamed(extensions)));
  request.search = `?${parameters}`;
}

/** What is no object stays as it is, to be refused. */
function unnamed(extensions: unknown): unknown {
  if (typeof extensions !== 'object' || extensions === null || Array.isArray(extensions)) return extensions;
  const { persistedQuery: _, ...rest } = extensions as Record<string, unknown>;
  return rest;
}

/** What is no JSON is refused by whoever reads it. */
function parsed(parameter: unknown): unknown {
  if (typeof parameter !== 'string' || parameter === '') return undefined;
  try {
    return JSON.parse(parameter);
  } catch {
    return undefined;
  }
}
