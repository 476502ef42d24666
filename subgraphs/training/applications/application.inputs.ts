import { ArrayMaxSize, IsOptional, IsUrl, IsUUID, Length, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { ApplicationStage } from './application.state.ts';

@InputType({ description: 'What `createApplication` needs.' })
export class CreateApplicationInput {
  @Field(() => ID, {
    description: 'Id of the student: the learner who calls, or one of the caller’s organisation.',
  })
  @IsUUID()
  studentId!: string;

  @Field(() => ID, { description: 'Id of the opportunity.' })
  @IsUUID()
  opportunityId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where the applicant’s resume is: an address with https, at most 2,000 characters.',
  })
  @IsOptional()
  @MaxLength(2000)
  @IsUrl({ protocols: ['https'], require_protocol: true })
  resumeUrl?: string | null;
}

@InputType({ description: 'Applications to submit in one call; each succeeds or fails by itself.' })
export class CreateApplicationsInput {
  @Field(() => [CreateApplicationInput], { description: 'Up to 1,000 applications.' })
  @ArrayMaxSize(1000)
  applications!: CreateApplicationInput[];
}

@InputType({ description: 'What `updateApplicationStage` needs.' })
export class UpdateApplicationStageInput {
  @Field(() => ID, { description: 'Id of the application.' })
  @IsUUID()
  applicationId!: string;

  @Field(() => ApplicationStage, { description: 'How far it is now.' })
  stage!: ApplicationStage;

  @Field(() => String, {
    nullable: true,
    description:
      'Notes for the organisation that offers the opportunity, 1 to 5,000 characters; nobody else reads them.',
  })
  @IsOptional()
  @Length(1, 5000)
  notes?: string | null;
}

@InputType({ description: 'Stages to store in one call; each succeeds or fails by itself.' })
export class UpdateApplicationStagesInput {
  @Field(() => [UpdateApplicationStageInput], { description: 'Up to 1,000 stages.' })
  @ArrayMaxSize(1000)
  applications!: UpdateApplicationStageInput[];
}

@InputType({ description: 'What `withdrawApplication` needs.' })
export class WithdrawApplicationInput {
  @Field(() => ID, { description: 'Id of the application.' })
  @IsUUID()
  applicationId!: string;
}

@InputType({ description: 'Narrows a list of applications; every field given must match.' })
export class ApplicationFilter {
  @Field(() => ID, { nullable: true, description: 'For this opportunity.' })
  @IsOptional()
  @IsUUID()
  opportunityId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this student.' })
  @IsOptional()
  @IsUUID()
  studentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For opportunities of this organisation.' })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => ApplicationStage, { nullable: true, description: 'At this stage.' })
  stage?: ApplicationStage | null;
}
