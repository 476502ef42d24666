import { ArrayMaxSize, IsOptional, IsUUID, Length, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { MayBeAbsent } from '../../../platform/federation/may-be-absent.ts';
import { NotBlank } from '../../../platform/federation/not-blank.ts';

@InputType({ description: 'A subject to create.' })
export class CreateSubjectInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Organisation that teaches it; the caller’s own when absent.',
  })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The program that it is a part of, of the same organisation.',
  })
  @IsOptional()
  @IsUUID()
  programId?: string | null;

  @Field(() => String, { description: 'What it is called, 1 to 200 characters.' })
  @NotBlank()
  @Length(1, 200)
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is about, at most 10,000 characters.' })
  @IsOptional()
  @MaxLength(10_000)
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  @IsOptional()
  @Length(1, 200)
  externalId?: string | null;
}

@InputType({ description: 'Subjects to create in one call; each succeeds or fails by itself.' })
export class CreateSubjectsInput {
  @Field(() => [CreateSubjectInput], { description: 'Up to 1,000 subjects.' })
  @ArrayMaxSize(1000)
  subjects!: CreateSubjectInput[];
}

@InputType({ description: 'What `updateSubject` changes; absent fields stay as they are, null clears one.' })
export class UpdateSubjectInput {
  @Field(() => ID, { description: 'Id of the subject.' })
  @IsUUID()
  id!: string;

  @Field(() => String, { nullable: true, description: 'What it is called, 1 to 200 characters.' })
  @MayBeAbsent()
  @NotBlank()
  @Length(1, 200)
  name?: string;

  @Field(() => String, { nullable: true, description: 'What it is about, at most 10,000 characters.' })
  @IsOptional()
  @MaxLength(10_000)
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  @IsOptional()
  @Length(1, 200)
  externalId?: string | null;
}

@InputType({ description: 'Narrows a list of subjects; every field given must match.' })
export class SubjectFilter {
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

  @Field(() => String, { nullable: true, description: 'Whose name contains this, in any case.' })
  nameContains?: string | null;
}
