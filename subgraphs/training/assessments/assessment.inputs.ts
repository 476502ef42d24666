import { ArrayMaxSize, IsNumber, IsOptional, IsUUID, Length, Max, MaxLength, Min } from 'class-validator';
import { Field, Float, ID, InputType } from 'type-graphql';
import { MayBeAbsent } from '../../../platform/federation/may-be-absent.ts';
import { NotBlank } from '../../../platform/federation/not-blank.ts';

const highest = 10_000;

@InputType({ description: 'An assessment to create.' })
export class CreateAssessmentInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Organisation that gives it; the caller’s own when absent.',
  })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The program that it belongs to, of the same organisation.',
  })
  @IsOptional()
  @IsUUID()
  programId?: string | null;

  @Field(() => String, { description: 'What it is called, 1 to 200 characters.' })
  @NotBlank()
  @Length(1, 200)
  title!: string;

  @Field(() => String, { nullable: true, description: 'What it is about, at most 10,000 characters.' })
  @IsOptional()
  @MaxLength(10_000)
  description?: string | null;

  @Field(() => Float, { defaultValue: 100, description: 'The highest score, up to 10,000; two decimals.' })
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0.01)
  @Max(highest)
  maxScore: number = 100;

  @Field(() => Float, {
    nullable: true,
    description: 'The score from which it is passed, at most the highest.',
  })
  @IsOptional()
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0)
  @Max(highest)
  passingScore?: number | null;

  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  @IsOptional()
  @Length(1, 200)
  externalId?: string | null;
}

@InputType({ description: 'Assessments to create in one call; each succeeds or fails by itself.' })
export class CreateAssessmentsInput {
  @Field(() => [CreateAssessmentInput], { description: 'Up to 1,000 assessments.' })
  @ArrayMaxSize(1000)
  assessments!: CreateAssessmentInput[];
}

@InputType({
  description: 'What `updateAssessment` changes; absent fields stay as they are, null clears one.',
})
export class UpdateAssessmentInput {
  @Field(() => ID, { description: 'Id of the assessment.' })
  @IsUUID()
  id!: string;

  @Field(() => String, { nullable: true, description: 'What it is called, 1 to 200 characters.' })
  @MayBeAbsent()
  @NotBlank()
  @Length(1, 200)
  title?: string;

  @Field(() => String, { nullable: true, description: 'What it is about, at most 10,000 characters.' })
  @IsOptional()
  @MaxLength(10_000)
  description?: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The score from which it is passed; counts for what is recorded from then on.',
  })
  @IsOptional()
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0)
  @Max(highest)
  passingScore?: number | null;

  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  @IsOptional()
  @Length(1, 200)
  externalId?: string | null;
}

@InputType({ description: 'Narrows a list of assessments; every field given must match.' })
export class AssessmentFilter {
  @Field(() => ID, { nullable: true, description: 'Of this organisation.' })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this program.' })
  @IsOptional()
  @IsUUID()
  programId?: string | null;

  @Field(() => String, { nullable: true, description: 'With this id in the organisation’s own system.' })
  externalId?: string | null;

  @Field(() => String, { nullable: true, description: 'Whose title contains this, in any case.' })
  titleContains?: string | null;
}

@InputType({ description: 'A result to record.' })
export class RecordAssessmentResultInput {
  @Field(() => ID, { description: 'Id of the assessment.' })
  @IsUUID()
  assessmentId!: string;

  @Field(() => ID, {
    description: 'Id of the student, who is of the organisation that gives the assessment.',
  })
  @IsUUID()
  studentId!: string;

  @Field(() => Float, { description: 'The score, 0 to the highest of the assessment; two decimals.' })
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0)
  @Max(highest)
  score!: number;

  @Field(() => Date, { nullable: true, description: 'When the student was done; now when absent.' })
  completedAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  @IsOptional()
  @Length(1, 200)
  externalId?: string | null;
}

@InputType({ description: 'Results to record in one call; each succeeds or fails by itself.' })
export class RecordAssessmentResultsInput {
  @Field(() => [RecordAssessmentResultInput], { description: 'Up to 1,000 results.' })
  @ArrayMaxSize(1000)
  results!: RecordAssessmentResultInput[];
}

@InputType({ description: 'Narrows a list of results; every field given must match.' })
export class AssessmentResultFilter {
  @Field(() => ID, { nullable: true, description: 'Of this assessment.' })
  @IsOptional()
  @IsUUID()
  assessmentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this student.' })
  @IsOptional()
  @IsUUID()
  studentId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Passed (true), or failed (false).' })
  passed?: boolean | null;

  @Field(() => String, { nullable: true, description: 'With this id in the organisation’s own system.' })
  externalId?: string | null;
}
