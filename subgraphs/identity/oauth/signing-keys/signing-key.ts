import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { JWK } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { databaseTime } from '../../../../platform/db/database-time.ts';

/** How long a key verifies after another one has taken its place, in milliseconds. */
const verifiesForMs = 24 * 60 * 60_000;

/** A key that signs, or signed, the hub's tokens. */
@Entity({ schema: 'identity', tableName: 'oauth_signing_keys' })
export class SigningKey {
  /** The `kid` in the header of tokens. */
  @PrimaryKey({ type: 'uuid' })
  id: string = uuidv7();

  @Property({ type: 'json' })
  publicJwk!: JWK;

  @Property({ type: 'string' })
  privateSealed!: string;

  @Property({ type: 'timestamptz' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', nullable: true })
  retiredAt: Date | null = null;
}

/** The key that signs, and those before it whose tokens may still be about; newest first. */
export async function usableKeys(em: EntityManager): Promise<SigningKey[]> {
  const oldest = new Date((await databaseTime(em)) - verifiesForMs);
  return em.find(
    SigningKey,
    { $or: [{ retiredAt: null }, { retiredAt: { $gt: oldest } }] },
    { orderBy: { id: 'desc' } },
  );
}

/** The public halves of `usableKeys`. */
export async function usablePublicKeys(em: EntityManager): Promise<{ id: string; jwk: JWK }[]> {
  return (await usableKeys(em)).map(({ id, publicJwk }) => ({ id, jwk: publicJwk }));
}
