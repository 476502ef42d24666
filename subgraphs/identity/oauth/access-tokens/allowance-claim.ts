import type { EntityManager } from '@mikro-orm/postgresql';
import { allowanceOf, type Tier } from '../../../../platform/auth/tiers.ts';
import { Organisation } from '../../organisations/organisation.ts';
import type { AccessTokenClaims } from './access-token.ts';

/**
 * What an access token says of how much its holder may ask for: what the tier of the organisation gives.
 *
 * @param em not fenced
 * @param organisationId that of the caller; null for who has none
 */
export async function allowanceClaim(
  em: EntityManager,
  organisationId: string | null,
): Promise<Pick<AccessTokenClaims, 'allowance'>> {
  if (organisationId === null) return {};
  const found = await em.fork().findOne(Organisation, { id: organisationId }, { filters: { fence: false } });
  return found ? allowanceOfTier(found.tier) : {};
}

/** The same, where the tier is known. */
export function allowanceOfTier(tier: Tier): Pick<AccessTokenClaims, 'allowance'> {
  const allowance = allowanceOf(tier);
  if (!allowance) return {};
  const { readsPerHour, writesPerHour } = allowance;
  return { allowance: { reads_per_hour: Number(readsPerHour), writes_per_hour: Number(writesPerHour) } };
}
