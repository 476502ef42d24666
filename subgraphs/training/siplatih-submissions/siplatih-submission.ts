import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';
import { CalendarDate } from '../../../platform/federation/scalars.ts';
import { SubmissionKind, SubmissionStatus } from './siplatih-submission.state.ts';

@Entity({ schema: 'training', tableName: 'siplatih_submissions' })
@Fenced({ organisation: 'organisationId', learner: null })
@ObjectType({
  description: 'Something that is told to the ministry (SIPLatih), however long it takes until it is heard.',
})
@Directive('@key(fields: "id")')
export class SiplatihSubmission {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the submission.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid' })
  programId!: string;

  @Property({ type: 'string' })
  @Field(() => SubmissionKind, { description: 'What is told.' })
  kind!: SubmissionKind;

  @Property({ type: 'string' })
  @Field(() => SubmissionStatus, { description: 'Where it stands.' })
  status: SubmissionStatus = SubmissionStatus.QUEUED;

  @Property({ type: 'date', nullable: true })
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'Of a completion report: when the program ended.',
  })
  completionDate: string | null = null;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'How many times it was sent since it was last submitted.' })
  attempts: number = 0;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Why the last attempt did not succeed, in the ministry’s words where it said something.',
  })
  lastError: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, {
    nullable: true,
    description: 'When it is sent next; while SENT, when it is sent again unless an answer comes before.',
  })
  nextAttemptAt: Date | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was first submitted.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();
}
