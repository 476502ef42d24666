import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { v7 as uuidv7 } from 'uuid';

/**
 * Somebody’s way to LinkedIn and back. Each of its two steps is taken once: the one-time address is opened,
 * and the browser that opened it comes back.
 */
@Entity({ schema: 'credentials', tableName: 'linkedin_attempts' })
export class LinkedInAttempt {
  @PrimaryKey({ type: 'uuid' })
  id: string = uuidv7();

  @Property({ type: 'json' })
  studentIds!: string[];

  @Property({ type: 'boolean' })
  sandbox: boolean = false;

  /** Id of the learner’s key. */
  @Property({ type: 'string' })
  requestedBy!: string;

  @Property({ type: 'string' })
  ticketHash!: string;

  @Property({ type: 'string', nullable: true })
  stateHash: string | null = null;

  /** Of the cookie of the browser that opened the one-time address. */
  @Property({ type: 'string', nullable: true })
  browserHash: string | null = null;

  @Property({ type: 'timestamptz' })
  expiresAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  openedAt: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  returnedAt: Date | null = null;

  @Property({ type: 'timestamptz' })
  createdAt: Date = new Date();
}
