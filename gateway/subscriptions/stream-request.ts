import type { FastifyRequest } from 'fastify';
import { HubError } from '../../platform/errors.ts';
import type { Asked } from './accept.ts';

/**
 * The operation that a request for an event stream asks for: in the body of a POST, in the query of a
 * GET, as GraphQL over HTTP has it.
 *
 * @throws HubError BAD_REQUEST
 */
export function streamRequest(request: FastifyRequest): Asked {
  const given: unknown = request.method === 'GET' ? request.query : request.body;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw bad('Send one operation, as a JSON object; batches are not taken.');
  }
  const { query, operationName, variables, extensions } = given as Record<string, unknown>;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw bad('operationName is no text.');
  }
  return {
    query,
    operationName,
    variables: request.method === 'GET' ? parsed('variables', variables) : checked('variables', variables),
    extensions:
      request.method === 'GET' ? parsed('extensions', extensions) : checked('extensions', extensions),
  };
}

function parsed(name: string, text: unknown): Asked['variables'] {
  if (text === undefined || text === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(String(text));
  } catch {
    throw bad(`${name} are no JSON object.`);
  }
  return checked(name, value);
}

function checked(name: string, value: unknown): Asked['variables'] {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw bad(`${name} are no JSON object.`);
  return value as Record<string, unknown>;
}

function bad(message: string): HubError {
  return new HubError('BAD_REQUEST', { message });
}
