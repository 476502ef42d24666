import { ArrayMaxSize, IsNumber, IsOptional, IsUUID, Length, Max, Min } from 'class-validator';
import { Field, Float, ID, InputType } from 'type-graphql';
import { NotBlank } from '../../../platform/federation/not-blank.ts';

@InputType({ description: 'What a student came to in a subject in a term; a score, a letter, or both.' })
export class RecordGradeInput {
  @Field(() => ID, { description: 'Id of the subject.' })
  @IsUUID()
  subjectId!: string;

  @Field(() => ID, {
    description: 'Id of the student, who is of the organisation that teaches the subject.',
  })
  @IsUUID()
  studentId!: string;

  @Field(() => String, {
    description: 'The term, such as 2026/2027-1: 1 to 50 characters, by which it is found again.',
  })
  @NotBlank()
  @Length(1, 50)
  term!: string;

  @Field(() => Float, { nullable: true, description: 'The score, 0 to 100; two decimals.' })
  @IsOptional()
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0)
  @Max(100)
  score?: number | null;

  @Field(() => String, { nullable: true, description: 'The grade as a letter, at most 10 characters.' })
  @IsOptional()
  @NotBlank()
  @Length(1, 10)
  letterGrade?: string | null;
}

@InputType({ description: 'Grades to record in one call; each succeeds or fails by itself.' })
export class RecordGradesInput {
  @Field(() => [RecordGradeInput], {
    description: 'Up to 1,000 grades. Of several for the same student, subject and term the last counts.',
  })
  @ArrayMaxSize(1000)
  grades!: RecordGradeInput[];
}

@InputType({ description: 'Narrows a list of grades; every field given must match.' })
export class GradeFilter {
  @Field(() => ID, { nullable: true, description: 'In this subject.' })
  @IsOptional()
  @IsUUID()
  subjectId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this student.' })
  @IsOptional()
  @IsUUID()
  studentId?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this term.' })
  term?: string | null;
}
