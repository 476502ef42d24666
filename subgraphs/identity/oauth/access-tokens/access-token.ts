import { z } from 'zod';
import type { Principal } from '../../../../platform/auth/principal.ts';
import { type Scope, scopeRegistry } from '../../../../platform/auth/scopes.ts';
import { isOfSandbox } from '../../../../platform/environment.ts';

/** An access token is good for this long, in seconds. */
export const accessTokenSeconds = 600;
/** Clocks of the hub's machines may differ by this much, in seconds. */
export const clockToleranceSeconds = 30;
/** The one algorithm that access tokens are signed with, and verified with. */
export const signatureAlgorithm = 'EdDSA';
/** The media type in a token's header, by which no other JWT of this issuer passes for one (RFC 9068). */
export const accessTokenType = 'at+jwt';

/** What the hub reads of every access token, besides what the JWT library checks. */
const common = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.string().min(1),
  jti: z.string().min(1),
  iat: z.int(),
  exp: z.int(),
  client_id: z.uuid(),
  scope: z.string().default(''),
  /** What the tier of the organisation gives, when the token was issued; absent for the hub's default. */
  allowance: z.object({ reads_per_hour: z.int(), writes_per_hour: z.int() }).optional(),
});

/** A program that calls for itself, and acts as its organisation. */
const machineClaims = common.extend({
  grant_id: z.undefined().optional(),
  organisation_id: z.uuid(),
});

/** A program that calls for a person who has signed in. */
const personClaims = common.extend({
  sub: z.uuid(),
  grant_id: z.uuid(),
  kind: z.enum(['organisation', 'learner', 'platform']),
  organisation_id: z.uuid().nullable(),
  organisation_ids: z.array(z.uuid()),
  student_ids: z.array(z.uuid()),
});

export const accessTokenClaims = z.union([personClaims, machineClaims]);

export type AccessTokenClaims = z.output<typeof accessTokenClaims>;

/** What an access token of a person says of them, beyond their id. */
export type PersonClaims = Pick<
  z.output<typeof personClaims>,
  'kind' | 'organisation_id' | 'organisation_ids' | 'student_ids'
>;

/** Whom a token's holder acts as: the person who signed in, or else the organisation of the client. */
export function principalOf(claims: AccessTokenClaims): Principal {
  const scopes = claims.scope.split(' ').filter(isScope);
  if (claims.grant_id === undefined) {
    return {
      kind: 'organisation',
      id: claims.client_id,
      organisationId: claims.organisation_id,
      organisationIds: [],
      studentIds: [],
      scopes,
      clientId: claims.client_id,
      ...environmentOfAll([claims.organisation_id]),
      ...allowanceIn(claims),
    };
  }
  const organisations = [claims.organisation_id, ...claims.organisation_ids].filter((id) => id !== null);
  return {
    kind: claims.kind,
    id: claims.sub,
    organisationId: claims.organisation_id,
    organisationIds: claims.organisation_ids,
    studentIds: claims.student_ids,
    scopes,
    userId: claims.sub,
    clientId: claims.client_id,
    ...environmentOfAll(organisations),
    ...allowanceIn(claims),
  };
}

/** People and programs are of the environment of their organisations, which is one; whoever has none is live. */
function environmentOfAll(organisationIds: readonly string[]): { sandbox?: true } {
  return organisationIds.some(isOfSandbox) ? { sandbox: true } : {};
}

function allowanceIn({ allowance }: AccessTokenClaims): Pick<Principal, 'allowance'> {
  if (!allowance) return {};
  const { reads_per_hour: readsPerHour, writes_per_hour: writesPerHour } = allowance;
  return { allowance: { readsPerHour, writesPerHour } };
}

function isScope(name: string): name is Scope {
  return Object.hasOwn(scopeRegistry, name);
}
