import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';
import { CalendarDate } from '../../../platform/federation/scalars.ts';

export enum OpportunityType {
  JOB = 'JOB',
  INTERNSHIP = 'INTERNSHIP',
}

registerEnumType(OpportunityType, {
  name: 'OpportunityType',
  description: 'What is offered.',
  valuesConfig: {
    JOB: { description: 'Employment.' },
    INTERNSHIP: { description: 'An internship or apprenticeship.' },
  },
});

export enum OpportunityStatus {
  OPEN = 'OPEN',
  CLOSED = 'CLOSED',
}

registerEnumType(OpportunityStatus, {
  name: 'OpportunityStatus',
  description: 'Whether an opportunity is offered.',
  valuesConfig: {
    OPEN: { description: 'Everybody sees it and may apply, until the last day for it.' },
    CLOSED: {
      description: 'Nobody may apply any more; whoever has applied still sees it with the application.',
    },
  },
});

@Entity({ schema: 'training', tableName: 'opportunities' })
@Fenced({ organisation: 'organisationId', learner: null, openWhen: 'isOpen' })
@ObjectType({
  description:
    'A job or internship that an organisation offers. While it is open every institution and learner sees it.',
})
@Directive('@key(fields: "id")')
export class Opportunity {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the opportunity.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'What the position is called.' })
  title!: string;

  @Property({ type: 'string' })
  @Field(() => OpportunityType, { description: 'What is offered.' })
  type!: OpportunityType;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Name of the company, as learners read it.' })
  company!: string;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'What it is about.' })
  description: string | null = null;

  @Property({ type: 'text[]' })
  @Field(() => [String], { description: 'Skills that it asks for.' })
  requiredSkills: string[] = [];

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Level of education that it is for, such as college; null for any.',
  })
  gradeLevel: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Where the work is done.' })
  location: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  externalId: string | null = null;

  @Property({ type: 'date', nullable: true })
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'Last day on which one may apply, by the calendar of Jakarta; null for no such day.',
  })
  applyBy: string | null = null;

  @Property({ type: 'date', nullable: true })
  @Field(() => CalendarDate, { nullable: true, description: 'First day of work.' })
  startsOn: string | null = null;

  @Property({ type: 'boolean' })
  isOpen: boolean = true;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When it was closed; null while it is open.' })
  closedAt: Date | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();
}

/** The day that it is now in Jakarta, by whose calendar deadlines and months go. */
export function today(now = new Date()): string {
  return now.toLocaleDateString('sv-SE', { timeZone: 'Asia/Jakarta' });
}

/** Whether one may apply now. */
export function acceptsApplications({ isOpen, applyBy }: Opportunity): boolean {
  return isOpen && (applyBy === null || applyBy >= today());
}
