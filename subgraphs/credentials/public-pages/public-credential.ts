import type { EntityManager } from '@mikro-orm/postgresql';
import { Achievement } from '../achievements/achievement.ts';
import { Credential, HolderNameDisplay } from '../credentials/credential.ts';
import { Issuer } from '../issuers/issuer.ts';
import { uuid } from '../open-badges/addresses.ts';

const unfenced = { filters: { fence: false } } as const;

/** What anybody may see who knows the id of a credential. */
export interface PublicCredential {
  credential: Credential;
  achievement: Achievement;
  issuer: Issuer;
}

/** The credential of `id`; null for an id that is none, and for what was never signed. */
export async function publicCredential(em: EntityManager, id: string): Promise<PublicCredential | null> {
  if (!uuid.test(id)) return null;
  const fork = em.fork();
  const credential = await fork.findOne(Credential, { id }, unfenced);
  if (!credential?.achievementId) return null;
  const [achievement, issuer] = await Promise.all([
    fork.findOneOrFail(Achievement, { id: credential.achievementId }, unfenced),
    fork.findOneOrFail(Issuer, { id: credential.organisationId }, unfenced),
  ]);
  return { credential, achievement, issuer };
}

/** An achievement and who awards it; null for an id that is none. */
export async function publicAchievement(
  em: EntityManager,
  id: string,
): Promise<{ achievement: Achievement; issuer: Issuer | null } | null> {
  if (!uuid.test(id)) return null;
  const fork = em.fork();
  const achievement = await fork.findOne(Achievement, { id }, unfenced);
  if (!achievement) return null;
  const issuer = await fork.findOne(Issuer, { id: achievement.organisationId }, unfenced);
  return { achievement, issuer };
}

/** An issuer; null for an id that is none. */
export async function publicIssuer(em: EntityManager, id: string): Promise<Issuer | null> {
  return uuid.test(id) ? em.fork().findOne(Issuer, { id }, unfenced) : null;
}

/** The holder's name as far as the holder shows it; null when not at all. */
export function shownName({ holderName, holderNameDisplay }: Credential): string | null {
  if (holderName === null || holderNameDisplay === HolderNameDisplay.HIDDEN) return null;
  if (holderNameDisplay === HolderNameDisplay.FULL) return holderName;
  const initials = holderName.match(/(?<!\p{L})\p{L}/gu) ?? [];
  return initials.map((initial) => `${initial.toLocaleUpperCase('id')}.`).join(' ') || null;
}
