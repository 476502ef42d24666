import { ArrayMaxSize, IsOptional, IsUUID, Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { MayBeAbsent } from '../../../platform/federation/may-be-absent.ts';
import { NotBlank } from '../../../platform/federation/not-blank.ts';

@InputType({ description: 'A class to create.' })
export class CreateClassInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Organisation that it is of; the caller’s own when absent.',
  })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The program that it is taught, of the same organisation.',
  })
  @IsOptional()
  @IsUUID()
  programId?: string | null;

  @Field(() => String, { description: 'What it is called, 1 to 100 characters.' })
  @NotBlank()
  @Length(1, 100)
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The grade that it is of, such as XII; at most 50 characters.',
  })
  @IsOptional()
  @Length(1, 50)
  grade?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The school year, such as 2026/2027; at most 20 characters.',
  })
  @IsOptional()
  @Length(1, 20)
  schoolYear?: string | null;

  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  @IsOptional()
  @Length(1, 200)
  externalId?: string | null;
}

@InputType({ description: 'Classes to create in one call; each succeeds or fails by itself.' })
export class CreateClassesInput {
  @Field(() => [CreateClassInput], { description: 'Up to 1,000 classes.' })
  @ArrayMaxSize(1000)
  classes!: CreateClassInput[];
}

@InputType({ description: 'What `updateClass` changes; absent fields stay as they are, null clears one.' })
export class UpdateClassInput {
  @Field(() => ID, { description: 'Id of the class.' })
  @IsUUID()
  id!: string;

  @Field(() => String, { nullable: true, description: 'What it is called, 1 to 100 characters.' })
  @MayBeAbsent()
  @NotBlank()
  @Length(1, 100)
  name?: string;

  @Field(() => String, { nullable: true, description: 'The grade that it is of, such as XII.' })
  @IsOptional()
  @Length(1, 50)
  grade?: string | null;

  @Field(() => String, { nullable: true, description: 'The school year, such as 2026/2027.' })
  @IsOptional()
  @Length(1, 20)
  schoolYear?: string | null;

  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  @IsOptional()
  @Length(1, 200)
  externalId?: string | null;
}

@InputType({ description: 'Narrows a list of classes; every field given must match.' })
export class ClassFilter {
  @Field(() => ID, { nullable: true, description: 'Of this organisation.' })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this program.' })
  @IsOptional()
  @IsUUID()
  programId?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this grade.' })
  grade?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this school year.' })
  schoolYear?: string | null;

  @Field(() => String, { nullable: true, description: 'With this id in the organisation’s own system.' })
  externalId?: string | null;

  @Field(() => String, { nullable: true, description: 'Whose name contains this, in any case.' })
  nameContains?: string | null;
}

@InputType({ description: 'A student who comes into a class.' })
export class AddStudentToClassInput {
  @Field(() => ID, { description: 'Id of the class.' })
  @IsUUID()
  classId!: string;

  @Field(() => ID, { description: 'Id of the student, who is of the organisation of the class.' })
  @IsUUID()
  studentId!: string;
}

@InputType({ description: 'Students who come into classes in one call; each succeeds or fails by itself.' })
export class AddStudentsToClassesInput {
  @Field(() => [AddStudentToClassInput], { description: 'Up to 1,000, of one class or of several.' })
  @ArrayMaxSize(1000)
  memberships!: AddStudentToClassInput[];
}

@InputType({ description: 'A student who leaves a class.' })
export class RemoveStudentFromClassInput {
  @Field(() => ID, { description: 'Id of the class.' })
  @IsUUID()
  classId!: string;

  @Field(() => ID, { description: 'Id of the student.' })
  @IsUUID()
  studentId!: string;
}

@InputType({ description: 'Narrows a list of memberships; every field given must match.' })
export class ClassMembershipFilter {
  @Field(() => ID, { nullable: true, description: 'Of this class.' })
  @IsOptional()
  @IsUUID()
  classId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this student.' })
  @IsOptional()
  @IsUUID()
  studentId?: string | null;
}
