import { GraphQLError } from 'graphql';
import { HubError } from '../errors.ts';
import { log } from '../log.ts';
import type { SubgraphRequest } from './caller.ts';

/** The request id that the gateway sent along. */
export function requestIdOf(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : 'none';
}

/** @throws HubError BAD_REQUEST when `body` is no GraphQL request */
export function subgraphRequest(body: unknown): SubgraphRequest {
  const { query, variables, operationName } = (body ?? {}) as Record<string, unknown>;
  if (typeof query !== 'string') throw new HubError('BAD_REQUEST', { message: 'The query is missing.' });
  return {
    query,
    variables: (variables ?? undefined) as Record<string, unknown> | undefined,
    operationName: typeof operationName === 'string' ? operationName : undefined,
  };
}

/** What of an error that stopped a whole operation may be told to the gateway. */
export function publicError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  if (error instanceof HubError) return new GraphQLError(error.message, { originalError: error });
  log.error({ err: error }, 'unexpected error in a subgraph');
  const internal = new HubError('INTERNAL');
  return new GraphQLError(internal.message, { originalError: internal });
}
