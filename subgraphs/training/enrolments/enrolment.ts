import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { DecimalType } from '@mikro-orm/postgresql';
import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';
import { EnrolmentStatus } from './enrolment.state.ts';

@Entity({ schema: 'training', tableName: 'enrolments' })
@Fenced({ organisation: 'organisationId', learner: 'studentId' })
@ObjectType({ description: 'A student in a program. There is one for each student and program.' })
@Directive('@key(fields: "id")')
export class Enrolment {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the enrolment.' })
  id: string = uuidv7();

  /** The organisation of program and student. */
  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid' })
  programId!: string;

  @Property({ type: 'uuid' })
  studentId!: string;

  @Property({ type: 'string' })
  @Field(() => EnrolmentStatus, { description: 'Where it stands.' })
  status: EnrolmentStatus = EnrolmentStatus.ENROLLED;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'How far the student is, per cent.' })
  progress: number = 0;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When the student last worked on it.' })
  lastAccessedAt: Date | null = null;

  @Property({ type: new DecimalType('number'), precision: 5, scale: 2, nullable: true })
  @Field(() => Float, { nullable: true, description: 'Final score, 0 to 100.' })
  finalScore: number | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Number of the certificate, unique within the organisation.',
  })
  certificateNumber: string | null = null;

  /** Picked at completion, where the program issues credentials at once. */
  @Property({ type: 'uuid', nullable: true })
  @Field(() => ID, {
    nullable: true,
    description:
      'Id that its credential has, or will have in a moment; null where the program issues none at completion.',
  })
  credentialId: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When the program was completed.' })
  completedAt: Date | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();
}
