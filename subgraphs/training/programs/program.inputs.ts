import {
  ArrayMaxSize,
  IsBoolean,
  IsInt,
  IsOptional,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { MayBeAbsent } from '../../../platform/federation/may-be-absent.ts';
import { NotBlank } from '../../../platform/federation/not-blank.ts';
import { CalendarDate, Rupiah } from '../../../platform/federation/scalars.ts';
import { CurriculumModule } from './curriculum-module.ts';
import { Instructor } from './instructor.ts';
import { ProgramLocation } from './location.ts';
import { ProgramType } from './program.ts';

/** What both `createProgram` and `updateProgram` take. */
@InputType()
export class ProgramDetailsInput {
  @Field(() => String, {
    nullable: true,
    description: 'Program code, unique within the organisation; a VOCATIONAL program needs one.',
  })
  @IsOptional()
  @Length(1, 100)
  code?: string | null;

  @Field(() => String, { nullable: true, description: 'Name in English.' })
  @IsOptional()
  @Length(1, 200)
  nameEn?: string | null;

  @Field(() => String, { nullable: true, description: 'Sector, such as INFORMATION_TECHNOLOGY.' })
  @IsOptional()
  @Length(1, 100)
  sector?: string | null;

  @Field(() => String, { nullable: true, description: 'Sub-sector, such as SOFTWARE_DEVELOPMENT.' })
  @IsOptional()
  @Length(1, 100)
  subSector?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is about, at most 10,000 characters.' })
  @IsOptional()
  @MaxLength(10_000)
  description?: string | null;

  @Field(() => Int, { nullable: true, description: 'Length in days, 1 to 3,660.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3660)
  durationDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Length in hours, 1 to 20,000; the sum of the curriculum’s hours when one is given.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(20_000)
  durationHours?: number | null;

  @Field(() => CalendarDate, { nullable: true, description: 'First day.' })
  startDate?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'Last day, not before the first.' })
  endDate?: string | null;

  @Field(() => ProgramLocation, { nullable: true, description: 'Where it takes place.' })
  @IsOptional()
  @ValidateNested()
  location?: ProgramLocation | null;

  @Field(() => String, { nullable: true, description: 'Code of the competency standard (SKKNI).' })
  @IsOptional()
  @Length(1, 100)
  skkniCode?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many learners it takes, 1 to 100,000; any number when absent.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  capacity?: number | null;

  @Field(() => [Instructor], { nullable: true, description: 'Who teaches it, at most 100.' })
  @IsOptional()
  @ArrayMaxSize(100)
  @ValidateNested()
  instructors?: Instructor[] | null;

  @Field(() => [CurriculumModule], { nullable: true, description: 'Its modules, at most 200.' })
  @IsOptional()
  @ArrayMaxSize(200)
  @ValidateNested()
  curriculum?: CurriculumModule[] | null;

  @Field(() => Rupiah, {
    nullable: true,
    description: 'What an enrolment costs, in whole rupiah, at most 1,000,000,000; free when absent.',
  })
  @IsOptional()
  @Min(0)
  @Max(1_000_000_000)
  fee?: number | null;

  @Field(() => [String], { nullable: true, description: 'Skills that it teaches, at most 100.' })
  @IsOptional()
  @ArrayMaxSize(100)
  @Length(1, 200, { each: true })
  skills?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether completing it issues a credential at once; not when absent.',
  })
  @MayBeAbsent()
  @IsBoolean()
  credentialOnCompletion?: boolean;

  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  @IsOptional()
  @Length(1, 200)
  externalId?: string | null;
}

@InputType({ description: 'What `createProgram` needs. An INTERNAL course needs no more than its name.' })
export class CreateProgramInput extends ProgramDetailsInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Organisation that runs it; the caller’s own when absent.',
  })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => ProgramType, { description: 'What kind of training it is.' })
  type!: ProgramType;

  @Field(() => String, { description: 'Name, 1 to 200 characters.' })
  @NotBlank()
  @Length(1, 200)
  name!: string;
}

@InputType({
  description: 'What `updateProgram` changes; absent fields stay as they are, null clears one.',
})
export class UpdateProgramInput extends ProgramDetailsInput {
  @Field(() => ID, { description: 'Id of the program.' })
  @IsUUID()
  id!: string;

  @Field(() => ProgramType, { nullable: true, description: 'What kind of training it is.' })
  type?: ProgramType | null;

  @Field(() => String, { nullable: true, description: 'Name, 1 to 200 characters.' })
  @IsOptional()
  @NotBlank()
  @Length(1, 200)
  name?: string | null;
}

@InputType({ description: 'Narrows a list of programs; every field given must match.' })
export class ProgramFilter {
  @Field(() => ID, { nullable: true, description: 'Of this organisation.' })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => ProgramType, { nullable: true, description: 'Of this kind.' })
  type?: ProgramType | null;

  @Field(() => String, { nullable: true, description: 'In exactly this sector.' })
  sector?: string | null;

  @Field(() => String, { nullable: true, description: 'With this program code.' })
  code?: string | null;

  @Field(() => String, { nullable: true, description: 'With this id in the organisation’s own system.' })
  externalId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Registered at the ministry (true), or not (false).',
  })
  registeredWithSiplatih?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Whose name contains this, in any case.' })
  nameContains?: string | null;
}
