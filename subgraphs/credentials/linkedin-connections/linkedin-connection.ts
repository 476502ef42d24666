import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';

export enum LinkedInConnectionStatus {
  ACTIVE = 'ACTIVE',
  EXPIRED = 'EXPIRED',
  REVOKED = 'REVOKED',
  DISCONNECTED = 'DISCONNECTED',
}

registerEnumType(LinkedInConnectionStatus, {
  name: 'LinkedInConnectionStatus',
  description: 'Whether the hub may act on LinkedIn for a learner.',
  valuesConfig: {
    ACTIVE: { description: 'It may.' },
    EXPIRED: { description: 'What the learner allowed has run out; they may connect again.' },
    REVOKED: {
      description: 'LinkedIn does not take the hub’s token any more; the learner may connect again.',
    },
    DISCONNECTED: { description: 'The learner has disconnected it.' },
  },
});

@Entity({ schema: 'credentials', tableName: 'linkedin_connections' })
@Fenced({ organisation: null, learner: 'studentId', sandboxWhen: 'sandbox' })
@ObjectType({ description: 'What a learner lets the hub do on LinkedIn. Seen by the learner alone.' })
export class LinkedInConnection {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the connection.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  studentId!: string;

  @Property({ type: 'boolean' })
  sandbox: boolean = false;

  @Property({ type: 'string' })
  personId!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'What LinkedIn calls the member.' })
  memberName!: string;

  @Property({ type: 'text', nullable: true })
  tokenSealed: string | null = null;

  /** What happened to it; whether time is up is not stored. */
  @Property({ type: 'string', fieldName: 'status' })
  decidedStatus: Exclude<LinkedInConnectionStatus, LinkedInConnectionStatus.EXPIRED> =
    LinkedInConnectionStatus.ACTIVE;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, {
    description: 'When it runs out, unless it is withdrawn before. LinkedIn renews nothing by itself.',
  })
  expiresAt!: Date;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When the learner last allowed it.' })
  connectedAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();

  @Field(() => LinkedInConnectionStatus, { description: 'Whether it holds now.' })
  get status(): LinkedInConnectionStatus {
    const timeIsUp = this.expiresAt <= new Date();
    return timeIsUp && this.decidedStatus === LinkedInConnectionStatus.ACTIVE
      ? LinkedInConnectionStatus.EXPIRED
      : this.decidedStatus;
  }
}
