import type { Principal } from '../../../platform/auth/principal.ts';
import { HubError, invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';

/** Throws FORBIDDEN for a learner: programs and enrolments are the institution’s to change. */
export function refuseLearner(principal: Principal): void {
  if (principal.kind === 'learner')
    throw new HubError('FORBIDDEN', { message: 'A learner’s key cannot do this.' });
}

/**
 * The organisation that what is new belongs to: the one asked for, or the caller’s own. One that
 * the caller may not see is a VALIDATION_ERROR, as is none at all.
 */
export async function owningOrganisation(
  requested: string | null | undefined,
  { principal, requestId }: SubgraphContext,
  neighbours: Neighbours,
): Promise<string> {
  refuseLearner(principal);
  const id = requested?.toLowerCase() ?? principal.organisationId;
  if (!id) throw invalid('organisationId', 'is needed, since the key belongs to no organisation');
  if (id === principal.organisationId) return id;
  const known = await neighbours.entity('identity', 'Organisation', id, 'id', {
    principal: reading(principal),
    requestId,
  });
  if (!known) throw invalid('organisationId', 'names no organisation');
  return id;
}

/** The caller as identity is asked on their behalf: they see their own rows, whatever scopes their key has. */
export function reading(principal: Principal): Principal {
  return { ...principal, scopes: ['identity:read'] };
}
