import { ERRORS, errorCodeDef } from '@apollo/federation-internals';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/**
 * A subgraph's error as the client shall have it, at its place in the whole answer. One without a code, or with
 * a code that composition knows, gets a code as from Apollo's gateway.
 */
export function errorOfSubgraph(
  error: GraphQLError | GraphQLFormattedError,
  subgraph: string,
  path: readonly (string | number)[] | undefined,
): GraphQLError {
  const message = error.message || `Error while fetching subquery from service "${subgraph}"`;
  const options = {
    originalError: error as Error,
    path,
    extensions: { ...error.extensions, serviceName: subgraph },
  };
  const known = errorCodeDef(error as GraphQLError);
  if (!known && error.extensions?.code) return new GraphQLError(message, options);
  return (known ?? ERRORS.DOWNSTREAM_SERVICE_ERROR).err(message, options);
}
