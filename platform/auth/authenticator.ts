import type { Principal } from './principal.ts';

/** What a caller showed to say who they are. Absent when not sent or sent empty. */
export interface Credentials {
  /** From the header `X-API-Key`. */
  apiKey?: string | undefined;
  /** From the header `Authorization: Bearer ...`. */
  bearer?: string | undefined;
  /** The whole header `Authorization`, of whatever scheme. */
  authorization?: string | undefined;
  /** Where they call from: an IP address, behind trusted proxies the one that these name. */
  address?: string | undefined;
}

/** Turns credentials into a principal. */
export interface Authenticator {
  /**
   * The caller of these credentials; the anonymous principal when there are none.
   *
   * @throws HubError UNAUTHENTICATED when one is given and is not valid (unknown, revoked, expired)
   */
  authenticate(credentials: Credentials): Promise<Principal>;
}
