import { ArrayMaxSize, IsEmail, IsOptional, IsPhoneNumber, IsUUID, Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { MayBeAbsent } from '../../../platform/federation/may-be-absent.ts';
import { NotBlank } from '../../../platform/federation/not-blank.ts';
import { IsNik } from './nik.ts';

@InputType({ description: 'A student to create.' })
export class CreateStudentInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Organisation of the student; the caller’s own when absent.',
  })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => String, { description: 'Full name, 1 to 200 characters.' })
  @NotBlank()
  @Length(1, 200)
  name!: string;

  @Field(() => String, { description: 'E-mail address, unique within the organisation.' })
  @IsEmail()
  email!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Phone number, 08... or with its country code (+62...).',
  })
  @IsOptional()
  @IsPhoneNumber('ID')
  phone?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'National identity number, 16 digits. Kept encrypted.',
  })
  @IsOptional()
  @IsNik()
  nik?: string | null;

  @Field(() => String, { nullable: true, description: 'Grade or year.' })
  @IsOptional()
  @Length(1, 50)
  grade?: string | null;

  @Field(() => String, { nullable: true, description: 'Course of study.' })
  @IsOptional()
  @Length(1, 200)
  program?: string | null;

  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  @IsOptional()
  @Length(1, 200)
  externalId?: string | null;
}

@InputType({ description: 'Students to create in one call; each succeeds or fails by itself.' })
export class CreateStudentsInput {
  @Field(() => [CreateStudentInput], { description: 'Up to 1,000 students.' })
  @ArrayMaxSize(1000)
  students!: CreateStudentInput[];
}

@InputType({ description: 'What `updateStudent` changes; absent fields stay as they are.' })
export class UpdateStudentInput {
  @Field(() => ID, { description: 'Id of the student.' })
  @IsUUID()
  id!: string;

  @Field(() => String, { nullable: true, description: 'Full name, 1 to 200 characters.' })
  @MayBeAbsent()
  @NotBlank()
  @Length(1, 200)
  name?: string;

  @Field(() => String, { nullable: true, description: 'E-mail address, unique within the organisation.' })
  @MayBeAbsent()
  @IsEmail()
  email?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Phone number, 08... or with its country code; null clears it.',
  })
  @IsOptional()
  @IsPhoneNumber('ID')
  phone?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'National identity number, 16 digits; null clears it.',
  })
  @IsOptional()
  @IsNik()
  nik?: string | null;

  @Field(() => String, { nullable: true, description: 'Grade or year; null clears it.' })
  @IsOptional()
  @Length(1, 50)
  grade?: string | null;

  @Field(() => String, { nullable: true, description: 'Course of study; null clears it.' })
  @IsOptional()
  @Length(1, 200)
  program?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Id in the organisation’s own system; null clears it.',
  })
  @IsOptional()
  @Length(1, 200)
  externalId?: string | null;
}

@InputType({ description: 'Narrows a list of students; every field given must match.' })
export class StudentFilter {
  @Field(() => ID, { nullable: true, description: 'Of this organisation.' })
  @IsOptional()
  @IsUUID()
  organisationId?: string;

  @Field(() => String, { nullable: true, description: 'With exactly this e-mail address, in any case.' })
  email?: string;

  @Field(() => String, { nullable: true, description: 'With this id in the organisation’s own system.' })
  externalId?: string;

  @Field(() => String, { nullable: true, description: 'With this grade.' })
  grade?: string;

  @Field(() => String, { nullable: true, description: 'With this course of study.' })
  program?: string;

  @Field(() => String, { nullable: true, description: 'Whose name contains this, in any case.' })
  nameContains?: string;
}
