import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';

@Entity({ schema: 'training', tableName: 'classes' })
@Fenced({ organisation: 'organisationId' })
@ObjectType({ description: 'A class of an organisation: students who are taught together.' })
@Directive('@key(fields: "id")')
export class Class {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the class.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid', nullable: true })
  programId: string | null = null;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'What it is called, such as XII TKR 1.' })
  name!: string;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'The grade that it is of, such as XII.' })
  grade: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'The school year, such as 2026/2027.' })
  schoolYear: string | null = null;

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
