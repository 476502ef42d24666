import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';

export enum Role {
  ADMIN = 'ADMIN',
  INSTRUCTOR = 'INSTRUCTOR',
  FINANCE = 'FINANCE',
  PARTNER = 'PARTNER',
}

registerEnumType(Role, {
  name: 'Role',
  description: 'What a person does for their organisation.',
  valuesConfig: {
    ADMIN: { description: 'Administers the organisation: users, keys and everything else.' },
    INSTRUCTOR: { description: 'Teaches: programs, enrolments and progress.' },
    FINANCE: { description: 'Handles payments and refunds.' },
    PARTNER: { description: 'Reads what is shared with the organisation.' },
  },
});

@Entity({ schema: 'identity', tableName: 'users' })
@Fenced({ organisation: 'organisationId', learner: null })
@ObjectType({ description: 'A person who works for an organisation.' })
@Directive('@key(fields: "id")')
export class User {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the user.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Full name.' })
  name!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'E-mail address, unique within the organisation.' })
  email!: string;

  @Property({ type: 'string' })
  @Field(() => Role, { description: 'What the person does for the organisation.' })
  role!: Role;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();
}
