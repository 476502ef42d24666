import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** An authorisation code or refresh token: its SHA-256, and what it stands for. */
@Entity({ schema: 'identity', tableName: 'oauth_tokens' })
export class StoredToken {
  @PrimaryKey({ type: 'string' })
  idHash!: string;

  @Property({ type: 'string' })
  kind!: string;

  @Property({ type: 'uuid' })
  grantId!: string;

  @Property({ type: 'json' })
  payload!: Record<string, unknown>;

  @Property({ type: 'timestamptz', nullable: true })
  consumedAt: Date | null = null;

  @Property({ type: 'timestamptz' })
  expiresAt!: Date;
}
