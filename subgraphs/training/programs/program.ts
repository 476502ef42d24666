import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BigIntType } from '@mikro-orm/postgresql';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';
import { CalendarDate, Rupiah } from '../../../platform/federation/scalars.ts';
import { CurriculumModule } from './curriculum-module.ts';
import { Instructor } from './instructor.ts';
import { ProgramLocation } from './location.ts';

export enum ProgramType {
  VOCATIONAL = 'VOCATIONAL',
  INTERNAL = 'INTERNAL',
}

registerEnumType(ProgramType, {
  name: 'ProgramType',
  description: 'What kind of training a program is.',
  valuesConfig: {
    VOCATIONAL: { description: 'Vocational training that can be registered at the ministry (SIPLatih).' },
    INTERNAL: { description: 'A course that the organisation runs for itself, such as one of its LMS.' },
  },
});

@Entity({ schema: 'training', tableName: 'programs' })
@Fenced({ organisation: 'organisationId' })
@ObjectType({ description: 'A training program or course of an organisation.' })
@Directive('@key(fields: "id")')
export class Program {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the program.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Program code, unique within the organisation; the ministry knows the program by it.',
  })
  code: string | null = null;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Name, in Indonesian as a rule.' })
  name!: string;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Name in English.' })
  nameEn: string | null = null;

  @Property({ type: 'string' })
  @Field(() => ProgramType, { description: 'What kind of training it is.' })
  type!: ProgramType;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Sector, such as INFORMATION_TECHNOLOGY.' })
  sector: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Sub-sector, such as SOFTWARE_DEVELOPMENT.' })
  subSector: string | null = null;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'What it is about.' })
  description: string | null = null;

  @Property({ type: 'integer', nullable: true })
  @Field(() => Int, { nullable: true, description: 'Length in days.' })
  durationDays: number | null = null;

  @Property({ type: 'integer', nullable: true })
  @Field(() => Int, { nullable: true, description: 'Length in hours of training.' })
  durationHours: number | null = null;

  @Property({ type: 'date', nullable: true })
  @Field(() => CalendarDate, { nullable: true, description: 'First day.' })
  startDate: string | null = null;

  @Property({ type: 'date', nullable: true })
  @Field(() => CalendarDate, { nullable: true, description: 'Last day.' })
  endDate: string | null = null;

  @Property({ type: 'json', nullable: true })
  @Field(() => ProgramLocation, { nullable: true, description: 'Where it takes place.' })
  location: ProgramLocation | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Code of the national competency standard (SKKNI) that it teaches.',
  })
  skkniCode: string | null = null;

  @Property({ type: 'integer', nullable: true })
  @Field(() => Int, { nullable: true, description: 'How many learners it takes; null for any number.' })
  capacity: number | null = null;

  @Property({ type: 'json' })
  // It stands in the program's own row.
  @Directive('@listSize(assumedSize: 3)')
  @Field(() => [Instructor], { description: 'Who teaches it.' })
  instructors: Instructor[] = [];

  @Property({ type: 'json' })
  @Directive('@listSize(assumedSize: 3)')
  @Field(() => [CurriculumModule], { description: 'Its modules; empty when no curriculum is given.' })
  curriculum: CurriculumModule[] = [];

  @Property({ type: new BigIntType('number') })
  @Field(() => Rupiah, { description: 'What an enrolment costs, in whole rupiah; 0 when it is free.' })
  fee: number = 0;

  @Property({ type: 'text[]' })
  @Field(() => [String], { description: 'Skills that it teaches.' })
  skills: string[] = [];

  @Property({ type: 'boolean' })
  @Field(() => Boolean, { description: 'Whether completing it issues a credential at once.' })
  credentialOnCompletion: boolean = false;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  externalId: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Id under which the ministry registered it (SIPLatih); null before that.',
  })
  siplatihProgramId: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'The ministry’s own word, such as REGISTERED.' })
  siplatihStatus: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When the ministry registered it, as it says.' })
  siplatihRegisteredAt: Date | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();
}
