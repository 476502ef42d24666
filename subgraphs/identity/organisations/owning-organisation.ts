import { HubError, invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { Organisation } from './organisation.ts';

/**
 * The organisation that a new row belongs to: the one asked for, or the caller's own. One that the
 * caller may not see is a VALIDATION_ERROR, as is none at all; a learner owns no rows (FORBIDDEN).
 */
export async function owningOrganisation(
  requested: string | null | undefined,
  { em, principal }: SubgraphContext,
): Promise<string> {
  if (principal.kind === 'learner')
    throw new HubError('FORBIDDEN', { message: 'A learner’s key cannot do this.' });
  const id = requested ?? principal.organisationId;
  if (!id) throw invalid('organisationId', 'is needed, since the key belongs to no organisation');
  if (id === principal.organisationId) return id;
  if ((await em.count(Organisation, { id })) === 0) throw invalid('organisationId', 'names no organisation');
  return id;
}
