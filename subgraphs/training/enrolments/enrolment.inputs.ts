import { IsInt, IsNumber, IsOptional, IsUUID, Length, Max, Min } from 'class-validator';
import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { EnrolmentStatus } from './enrolment.state.ts';

@InputType({ description: 'What `enrolStudent` needs.' })
export class EnrolStudentInput {
  @Field(() => ID, { description: 'Id of the program.' })
  @IsUUID()
  programId!: string;

  @Field(() => ID, { description: 'Id of the student, who is of the organisation that runs the program.' })
  @IsUUID()
  studentId!: string;
}

@InputType({ description: 'What `updateEnrolmentProgress` needs.' })
export class UpdateEnrolmentProgressInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Id of the enrolment; or give `studentId` and `programId` instead.',
  })
  @IsOptional()
  @IsUUID()
  enrolmentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the student.' })
  @IsOptional()
  @IsUUID()
  studentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the program.' })
  @IsOptional()
  @IsUUID()
  programId?: string | null;

  @Field(() => Int, { description: 'How far the student is, 0 to 100 per cent.' })
  @IsInt()
  @Min(0)
  @Max(100)
  progress!: number;

  @Field(() => Date, { nullable: true, description: 'When the student last worked on it; now when absent.' })
  lastAccessedAt?: Date | null;
}

@InputType({ description: 'What `completeEnrolment` needs.' })
export class CompleteEnrolmentInput {
  @Field(() => ID, { description: 'Id of the enrolment.' })
  @IsUUID()
  enrolmentId!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'Final score, 0 to 100 with at most two decimals; the ministry wants one.',
  })
  @IsOptional()
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0)
  @Max(100)
  finalScore?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Number of the certificate, unique within the organisation.',
  })
  @IsOptional()
  @Length(1, 100)
  certificateNumber?: string | null;
}

@InputType({ description: 'What `cancelEnrolment` needs.' })
export class CancelEnrolmentInput {
  @Field(() => ID, { description: 'Id of the enrolment.' })
  @IsUUID()
  enrolmentId!: string;
}

@InputType({ description: 'Narrows a list of enrolments; every field given must match.' })
export class EnrolmentFilter {
  @Field(() => ID, { nullable: true, description: 'In this program.' })
  @IsOptional()
  @IsUUID()
  programId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this student.' })
  @IsOptional()
  @IsUUID()
  studentId?: string | null;

  @Field(() => EnrolmentStatus, { nullable: true, description: 'With this status.' })
  status?: EnrolmentStatus | null;
}
