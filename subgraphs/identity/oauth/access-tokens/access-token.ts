import { z } from 'zod';
import type { Principal } from '../../../../platform/auth/principal.ts';
import { type Scope, scopeRegistry } from '../../../../platform/auth/scopes.ts';

/** An access token is good for this long, in seconds. */
export const accessTokenSeconds = 600;
/** Clocks of the hub's machines may differ by this much, in seconds. */
export const clockToleranceSeconds = 30;
/** The one algorithm that access tokens are signed with, and verified with. */
export const signatureAlgorithm = 'EdDSA';
/** The media type in a token's header, by which no other JWT of this issuer passes for one (RFC 9068). */
export const accessTokenType = 'at+jwt';

/** What the hub reads of an access token, besides what the JWT library checks. */
export const accessTokenClaims = z.object({
  iss: z.string(),
  aud: z.string(),
  jti: z.string().min(1),
  iat: z.int(),
  exp: z.int(),
  client_id: z.uuid(),
  organisation_id: z.uuid(),
  scope: z.string().default(''),
});

export type AccessTokenClaims = z.output<typeof accessTokenClaims>;

/** Whom a token's holder acts as: the organisation of the client. */
export function principalOf(claims: AccessTokenClaims): Principal {
  return {
    kind: 'organisation',
    id: claims.client_id,
    organisationId: claims.organisation_id,
    organisationIds: [],
    studentIds: [],
    scopes: claims.scope.split(' ').filter(isScope),
  };
}

function isScope(name: string): name is Scope {
  return Object.hasOwn(scopeRegistry, name);
}
