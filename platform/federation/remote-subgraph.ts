import type { Principal } from '../auth/principal.ts';
import type { PrincipalTokens } from '../auth/principal-token.ts';
import { HubError } from '../errors.ts';

/** A subgraph in another process. */
export interface RemoteSubgraph {
  /** Its name, for messages. */
  name: string;
  /** Its GraphQL endpoint. Subscriptions use the same URL over a websocket. */
  url: string;
  /** Signs who is asking. Absent for a subgraph of somebody else's. */
  tokens?: PrincipalTokens | undefined;
  /** The header `Authorization` for a subgraph of somebody else's; without it, it is told nothing of who is asking. */
  authorizationOf?: ((principal: Principal) => string | undefined) | undefined;
  /** Whether several reads may go to it in one request (batch-protocol.ts), as the hub's own subgraphs take them. */
  batches?: boolean | undefined;
}

/** What a caller meets when subgraph `name` cannot be reached; `cause` goes to the log alone. */
export function unavailable(name: string, cause: unknown): HubError {
  return new HubError('UPSTREAM_UNAVAILABLE', {
    message: `The ${name} service does not answer; try again later.`,
    cause,
  });
}

/** Tells a subgraph where the client is, for the audit log; believed with a principal token alone. */
export const clientAddressHeader = 'x-hub-client-address';
