import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A request for authorisation that waits for a person to sign in or to agree. */
@Entity({ schema: 'identity', tableName: 'oauth_interactions' })
export class Interaction {
  @PrimaryKey({ type: 'string' })
  idHash!: string;

  /** Who has signed in to go on with it; null before. */
  @Property({ type: 'uuid', nullable: true })
  userId: string | null = null;

  @Property({ type: 'json' })
  payload!: Record<string, unknown>;

  @Property({ type: 'timestamptz' })
  expiresAt!: Date;
}
