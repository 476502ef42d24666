import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { DecimalType } from '@mikro-orm/postgresql';
import { Directive, Field, Float, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';

@Entity({ schema: 'training', tableName: 'assessments' })
@Fenced({ organisation: 'organisationId' })
@ObjectType({ description: 'A test, quiz or examination of an organisation, which students take.' })
@Directive('@key(fields: "id")')
export class Assessment {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the assessment.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid', nullable: true })
  programId: string | null = null;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'What it is called.' })
  title!: string;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'What it is about.' })
  description: string | null = null;

  @Property({ type: new DecimalType('number'), precision: 7, scale: 2 })
  @Field(() => Float, { description: 'The highest score.' })
  maxScore: number = 100;

  @Property({ type: new DecimalType('number'), precision: 7, scale: 2, nullable: true })
  @Field(() => Float, {
    nullable: true,
    description: 'The score from which it is passed; null where nobody passes or fails.',
  })
  passingScore: number | null = null;

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
