import { Field, ObjectType } from 'type-graphql';
import { Cursor } from '../../../platform/federation/scalars.ts';
import { SubmissionStatus } from './siplatih-submission.state.ts';
import { SiplatihSubmission } from './siplatih-submission.ts';

@ObjectType({ description: 'A submission to the ministry changed its status.' })
export class SiplatihSubmissionChange {
  @Field(() => Cursor, { description: 'Its place in the event log: pass it as `after` to go on behind it.' })
  cursor!: string;

  @Field(() => Date, { description: 'When it changed.' })
  occurredAt!: Date;

  @Field(() => SubmissionStatus, { nullable: true, description: 'Status before; null when it is new.' })
  previousStatus!: SubmissionStatus | null;

  @Field(() => SubmissionStatus, { description: 'Status after.' })
  status!: SubmissionStatus;

  submissionId!: string;

  @Field(() => SiplatihSubmission, { description: 'The submission as it is now.' })
  submission!: SiplatihSubmission;
}
