import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { EntityManager, FilterQuery } from '@mikro-orm/postgresql';
import { databaseTime } from '../../../../platform/db/database-time.ts';
import { beyondFence } from '../../../../platform/db/fence.ts';
import { record } from '../../../../schema/events/record.ts';
import { User } from '../../users/user.ts';
import { OAuthClient } from '../clients/oauth-client.ts';
import { OAuthGrant } from '../grants/oauth-grant.ts';
import { Interaction } from '../sessions/interaction.ts';
import { SignInSession } from '../sessions/sign-in-session.ts';
import { type AccessTokenClaims, accessTokenSeconds, clockToleranceSeconds } from './access-token.ts';

/** Access tokens that are refused before they expire. */
@Entity({ schema: 'identity', tableName: 'oauth_revocations' })
export class Revocation {
  @PrimaryKey({ type: 'string' })
  revoked!: string;

  @Property({ type: 'timestamptz' })
  expiresAt!: Date;
}

/** Why the tokens of a grant were ended. */
export type GrantEnd =
  /** A code or refresh token was shown a second time: somebody else has it. */
  | 'REUSED'
  /** By the app. */
  | 'REVOKED'
  /** By the person, who ended it, signed out, or takes back what they agreed to. */
  | 'ENDED'
  /** The person was deactivated, or has another role or password. */
  | 'USER_CHANGED';

/** Who ended something. */
export interface EndedBy {
  actor: string;
  requestId?: string | undefined;
}

const theHub: EndedBy = { actor: 'service:identity' };
const unfenced = { filters: { fence: false } } as const;

/** A token that is being made while its client is deleted may expire this much later, in milliseconds. */
const marginMs = (2 * clockToleranceSeconds + 60) * 1000;

export function tokenMark(jti: string): string {
  return `token:${jti}`;
}

export function clientMark(clientId: string): string {
  return `client:${clientId}`;
}

export function grantMark(grantId: string): string {
  return `grant:${grantId}`;
}

/** By when a token that is issued now, or a moment later, has expired everywhere. */
export function expiryOfAll(now: number): Date {
  return new Date(now + accessTokenSeconds * 1000 + marginMs);
}

/** Stores, in the transaction of `em`, that every token of a client is refused. */
export async function revokeTokensOf(em: EntityManager, clientId: string): Promise<void> {
  await store(em, clientMark(clientId), expiryOfAll(await databaseTime(em)));
}

/** Stores, in the transaction of `em`, that one token is refused; false when it was before. */
export async function revokeToken(em: EntityManager, claims: AccessTokenClaims): Promise<boolean> {
  return store(em, tokenMark(claims.jti), new Date(claims.exp * 1000 + marginMs));
}

/**
 * Ends, in the transaction of `em`, all that a person has signed in to: sessions, refresh tokens, and within
 * five seconds access tokens. What they agreed to stands: who signs in again is not asked again. To be
 * called when somebody is deactivated, or has another role or password.
 */
export function revokeTokensOfUser(em: EntityManager, userId: string, by = theHub): Promise<void> {
  return beyondFence(em, async () => {
    await em.nativeDelete(SignInSession, { userId });
    await em.nativeDelete(Interaction, { userId });
    await endGrants(em, { userId }, 'USER_CHANGED', by);
  });
}

/**
 * Ends grants, in the transaction of `em`: their codes and refresh tokens are gone, their access tokens
 * refused within five seconds. Whoever ends one that another ends just now waits, and ends nothing.
 */
export async function endGrants(
  em: EntityManager,
  which: FilterQuery<OAuthGrant>,
  reason: GrantEnd,
  by: EndedBy,
): Promise<void> {
  const expiresAt = expiryOfAll(await databaseTime(em));
  for (const { id, clientId, userId } of await em.find(OAuthGrant, which, { orderBy: { id: 'asc' } })) {
    if ((await em.nativeDelete(OAuthGrant, { id })) === 0) continue;
    await store(em, grantMark(id), expiresAt);
    const client = await em.findOne(OAuthClient, { id: clientId }, unfenced);
    const user = await em.findOne(User, { id: userId }, unfenced);
    const concerned = [client?.organisationId, user?.organisationId].filter((one) => typeof one === 'string');
    await record(em, {
      type: 'oauth_grant.revoked',
      subject: { type: 'OAuthGrant', id },
      audience: [...new Set(concerned)],
      data: { grant_id: id, client_id: clientId, user_id: userId, reason },
      ...by,
    });
  }
}

async function store(em: EntityManager, revoked: string, expiresAt: Date): Promise<boolean> {
  await em.nativeDelete(Revocation, { expiresAt: { $lt: new Date(await databaseTime(em)) } });
  if (await em.findOne(Revocation, { revoked })) return false;
  await em.upsert(Revocation, { revoked, expiresAt }, { onConflictAction: 'ignore' });
  return true;
}
