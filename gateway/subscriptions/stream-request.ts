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
    throw bad('Send the operation as a JSON object.');
  }
  const { query, operationName, variables } = given as Record<string, unknown>;
  if (typeof query !== 'string') throw bad('The query is missing.');
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw bad('operationName is no text.');
  }
  return {
    query,
    operationName,
    variables: request.method === 'GET' ? parsed(variables) : checked(variables),
  };
}

function parsed(variables: unknown): Asked['variables'] {
  if (variables === undefined || variables === '') return undefined;
  try {
    return checked(JSON.parse(String(variables)));
  } catch {
    throw bad('variables are no JSON object.');
  }
}

function checked(variables: unknown): Asked['variables'] {
  if (variables === undefined || variables === null) return undefined;
  if (typeof variables !== 'object' || Array.isArray(variables)) throw bad('variables are no JSON object.');
  return variables as Record<string, unknown>;
}

function bad(message: string): HubError {
  return new HubError('BAD_REQUEST', { message });
}
