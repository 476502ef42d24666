import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';

@Entity({ schema: 'identity', tableName: 'students' })
@Fenced({ organisation: 'organisationId', learner: 'id' })
@ObjectType({ description: 'A learner, as one organisation knows them.' })
@Directive('@key(fields: "id")')
export class Student {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the student.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Full name.' })
  name!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'E-mail address, unique within the organisation.' })
  email!: string;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Phone number, E.164.' })
  phone: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Grade or year.' })
  grade: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Course of study, as the organisation names it.' })
  program: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  externalId: string | null = null;

  @Property({ type: 'string', nullable: true })
  nikSealed: string | null = null;

  @Property({ type: 'string', nullable: true })
  nikIndex: string | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();
}
