import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { v7 as uuidv7 } from 'uuid';

/** A one-time link to set a password: an invitation of a user, or a reset of an account. */
@Entity({ schema: 'identity', tableName: 'password_links' })
export class PasswordLink {
  @PrimaryKey({ type: 'uuid' })
  id: string = uuidv7();

  /** Set for an invitation. */
  @Property({ type: 'uuid', nullable: true })
  userId: string | null = null;

  /** Set for a reset. */
  @Property({ type: 'uuid', nullable: true })
  accountId: string | null = null;

  @Property({ type: 'string' })
  tokenHash!: string;

  /** Until it has been sent. */
  @Property({ type: 'text', nullable: true })
  tokenSealed: string | null = null;

  @Property({ type: 'timestamptz' })
  expiresAt!: Date;

  @Property({ type: 'timestamptz' })
  createdAt: Date = new Date();
}
