import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';

@Entity({ schema: 'training', tableName: 'subjects' })
@Fenced({ organisation: 'organisationId' })
@ObjectType({ description: 'A subject that an organisation teaches, in which students have grades.' })
@Directive('@key(fields: "id")')
export class Subject {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the subject.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid', nullable: true })
  programId: string | null = null;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'What it is about.' })
  description: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  externalId: string | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();
}
