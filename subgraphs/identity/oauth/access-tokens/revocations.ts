import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { EntityManager } from '@mikro-orm/postgresql';
import { databaseTime } from '../../../../platform/db/database-time.ts';
import { type AccessTokenClaims, accessTokenSeconds, clockToleranceSeconds } from './access-token.ts';

/** Access tokens that are refused before they expire. */
@Entity({ schema: 'identity', tableName: 'oauth_revocations' })
export class Revocation {
  @PrimaryKey({ type: 'string' })
  revoked!: string;

  @Property({ type: 'timestamptz' })
  expiresAt!: Date;
}

/** A token that is being made while its client is deleted may expire this much later, in milliseconds. */
const marginMs = (2 * clockToleranceSeconds + 60) * 1000;

export function tokenMark(jti: string): string {
  return `token:${jti}`;
}

export function clientMark(clientId: string): string {
  return `client:${clientId}`;
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

async function store(em: EntityManager, revoked: string, expiresAt: Date): Promise<boolean> {
  await em.nativeDelete(Revocation, { expiresAt: { $lt: new Date(await databaseTime(em)) } });
  if (await em.findOne(Revocation, { revoked })) return false;
  await em.upsert(Revocation, { revoked, expiresAt }, { onConflictAction: 'ignore' });
  return true;
}
