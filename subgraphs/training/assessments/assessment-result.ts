import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { DecimalType } from '@mikro-orm/postgresql';
import { Directive, Field, Float, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';

@Entity({ schema: 'training', tableName: 'assessment_results' })
@Fenced({ organisation: 'organisationId', learner: 'studentId' })
@ObjectType({
  description: 'What a student came to in an assessment. Each time that one is taken has its own.',
})
@Directive('@key(fields: "id")')
export class AssessmentResult {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the result.' })
  id: string = uuidv7();

  /** The organisation of assessment and student. */
  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid' })
  assessmentId!: string;

  @Property({ type: 'uuid' })
  studentId!: string;

  @Property({ type: new DecimalType('number'), precision: 7, scale: 2 })
  @Field(() => Float, { description: 'The score, 0 to the highest of the assessment.' })
  score!: number;

  @Property({ type: 'boolean', nullable: true })
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it was passed, by what the assessment asked for then; null where nobody passes or fails.',
  })
  passed: boolean | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  externalId: string | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When the student was done.' })
  completedAt: Date = new Date();

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was recorded.' })
  createdAt: Date = new Date();
}
