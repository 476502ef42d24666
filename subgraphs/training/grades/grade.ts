import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { DecimalType } from '@mikro-orm/postgresql';
import { Directive, Field, Float, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';

@Entity({ schema: 'training', tableName: 'grades' })
@Fenced({ organisation: 'organisationId', learner: 'studentId' })
@ObjectType({
  description:
    'What a student came to in a subject in a term. There is one for each student, subject and term; recording it again replaces it.',
})
@Directive('@key(fields: "id")')
export class Grade {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the grade.' })
  id: string = uuidv7();

  /** The organisation of subject and student. */
  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid' })
  subjectId!: string;

  @Property({ type: 'uuid' })
  studentId!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'The term, as the organisation calls it, such as 2026/2027-1.' })
  term!: string;

  @Property({ type: new DecimalType('number'), precision: 5, scale: 2, nullable: true })
  @Field(() => Float, {
    nullable: true,
    description: 'The score, 0 to 100; null where there is a letter alone.',
  })
  score: number | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'The grade as a letter, such as A or B+; null where there is a score alone.',
  })
  letterGrade: string | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was first recorded.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it was last replaced.' })
  updatedAt: Date = new Date();
}
