import type { Principal } from '../../../platform/auth/principal.ts';
import { HubError, invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';

/** Throws FORBIDDEN for a learner: credentials are the issuer’s to change. */
export function refuseLearner(principal: Principal): void {
  if (principal.kind === 'learner')
    throw new HubError('FORBIDDEN', { message: 'A learner’s key cannot do this.' });
}

/** An organisation as identity tells it. */
export interface KnownOrganisation {
  id: string;
  name: string;
}

/**
 * The organisation that the caller acts for: the one asked for, or their own. One that the caller may not
 * see is a VALIDATION_ERROR, as is none at all.
 */
export async function owningOrganisation(
  requested: string | null | undefined,
  { principal, requestId }: SubgraphContext,
  neighbours: Neighbours,
): Promise<KnownOrganisation> {
  refuseLearner(principal);
  const id = requested ?? principal.organisationId;
  if (!id) throw invalid('organisationId', 'is needed, since the key belongs to no organisation');
  const known = await neighbours.entity<KnownOrganisation>('identity', 'Organisation', id, 'id name', {
    principal: { ...principal, scopes: ['identity:read'] },
    requestId,
  });
  if (!known) throw invalid('organisationId', 'names no organisation');
  return known;
}
