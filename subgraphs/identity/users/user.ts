import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Role } from '../../../platform/auth/roles.ts';
import { Fenced } from '../../../platform/db/fence.ts';

registerEnumType(Role, {
  name: 'Role',
  description: 'What a person is to an organisation, or to the hub.',
  valuesConfig: {
    PLATFORM_ADMIN: { description: 'Runs the hub; belongs to no organisation.' },
    ADMIN: { description: 'Administers the organisation: users, keys and everything else.' },
    INSTRUCTOR: { description: 'Teaches: programs, enrolments and progress.' },
    FINANCE: { description: 'Handles payments and refunds.' },
    PARTNER: { description: 'Reads what is shared with the organisation.' },
    LEARNER: { description: 'Sees their own rows, as one of the organisation’s students.' },
  },
});

export enum UserStatus {
  INVITED = 'INVITED',
  ACTIVE = 'ACTIVE',
  DEACTIVATED = 'DEACTIVATED',
}

registerEnumType(UserStatus, {
  name: 'UserStatus',
  description: 'Whether a person can sign in.',
  valuesConfig: {
    INVITED: { description: 'Has not accepted the invitation yet.' },
    ACTIVE: { description: 'Can sign in.' },
    DEACTIVATED: { description: 'May no longer sign in.' },
  },
});

@Entity({ schema: 'identity', tableName: 'users' })
@Fenced({ organisation: 'organisationId', learner: 'studentId' })
@ObjectType({ description: 'What a person is to one organisation, or to the hub.' })
@Directive('@key(fields: "id")')
export class User {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the user.' })
  id: string = uuidv7();

  /** Null for who runs the hub. */
  @Property({ type: 'uuid', nullable: true })
  organisationId: string | null = null;

  /** Set for learners. */
  @Property({ type: 'uuid', nullable: true })
  studentId: string | null = null;

  /** Whether a learner sees the person’s rows in every organisation; see rowsOfPerson. */
  @Property({ type: 'boolean' })
  everywhere: boolean = false;

  /** Null until the invitation is accepted. */
  @Property({ type: 'uuid', nullable: true })
  accountId: string | null = null;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Full name.' })
  name!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'E-mail address, unique within the organisation.' })
  email!: string;

  @Property({ type: 'string' })
  @Field(() => Role, { description: 'What the person may do.' })
  role!: Role;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'Since when the person may no longer sign in.' })
  deactivatedAt: Date | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();
}
