import { ArrayMaxSize, IsOptional, IsUUID, Length, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { MayBeAbsent } from '../../../platform/federation/may-be-absent.ts';
import { NotBlank } from '../../../platform/federation/not-blank.ts';
import { CalendarDate } from '../../../platform/federation/scalars.ts';
import { OpportunityStatus, OpportunityType } from './opportunity.ts';

/** What both `createOpportunity` and `updateOpportunity` take. */
@InputType()
export class OpportunityDetailsInput {
  @Field(() => String, { nullable: true, description: 'What it is about, at most 10,000 characters.' })
  @IsOptional()
  @MaxLength(10_000)
  description?: string | null;

  @Field(() => [String], { nullable: true, description: 'Skills that it asks for, at most 100.' })
  @IsOptional()
  @ArrayMaxSize(100)
  @Length(1, 200, { each: true })
  requiredSkills?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Level of education that it is for, such as college.',
  })
  @IsOptional()
  @Length(1, 100)
  gradeLevel?: string | null;

  @Field(() => String, { nullable: true, description: 'Where the work is done.' })
  @IsOptional()
  @Length(1, 200)
  location?: string | null;

  @Field(() => String, { nullable: true, description: 'Id in the organisation’s own system, unique there.' })
  @IsOptional()
  @Length(1, 200)
  externalId?: string | null;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'Last day on which one may apply, by the calendar of Jakarta.',
  })
  applyBy?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'First day of work.' })
  startsOn?: string | null;
}

@InputType({ description: 'An opportunity to create. It is open at once.' })
export class CreateOpportunityInput extends OpportunityDetailsInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Organisation that offers it; the caller’s own when absent.',
  })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => OpportunityType, { description: 'What is offered.' })
  type!: OpportunityType;

  @Field(() => String, { description: 'What the position is called, 1 to 200 characters.' })
  @NotBlank()
  @Length(1, 200)
  title!: string;

  @Field(() => String, {
    description: 'Name of the company, as learners read it, 1 to 200 characters.',
  })
  @NotBlank()
  @Length(1, 200)
  company!: string;
}

@InputType({ description: 'Opportunities to create in one call; each succeeds or fails by itself.' })
export class CreateOpportunitiesInput {
  @Field(() => [CreateOpportunityInput], { description: 'Up to 1,000 opportunities.' })
  @ArrayMaxSize(1000)
  opportunities!: CreateOpportunityInput[];
}

@InputType({
  description: 'What `updateOpportunity` changes; absent fields stay as they are, null clears one.',
})
export class UpdateOpportunityInput extends OpportunityDetailsInput {
  @Field(() => ID, { description: 'Id of the opportunity.' })
  @IsUUID()
  id!: string;

  @Field(() => OpportunityType, { nullable: true, description: 'What is offered.' })
  @MayBeAbsent()
  type?: OpportunityType;

  @Field(() => String, { nullable: true, description: 'What the position is called, 1 to 200 characters.' })
  @MayBeAbsent()
  @NotBlank()
  @Length(1, 200)
  title?: string;

  @Field(() => String, { nullable: true, description: 'Name of the company, 1 to 200 characters.' })
  @MayBeAbsent()
  @NotBlank()
  @Length(1, 200)
  company?: string;
}

@InputType({ description: 'What `reopenOpportunity` needs.' })
export class ReopenOpportunityInput {
  @Field(() => ID, { description: 'Id of the opportunity.' })
  @IsUUID()
  opportunityId!: string;
}

@InputType({ description: 'What `closeOpportunity` needs.' })
export class CloseOpportunityInput {
  @Field(() => ID, { description: 'Id of the opportunity.' })
  @IsUUID()
  opportunityId!: string;
}

@InputType({ description: 'Narrows a list of opportunities; every field given must match.' })
export class OpportunityFilter {
  @Field(() => ID, { nullable: true, description: 'Offered by this organisation.' })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => OpportunityType, { nullable: true, description: 'Of this kind.' })
  type?: OpportunityType | null;

  @Field(() => OpportunityStatus, { nullable: true, description: 'With this status.' })
  status?: OpportunityStatus | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'For which one may apply now (true): open, and the last day for it not past.',
  })
  acceptingApplications?: boolean | null;

  @Field(() => String, { nullable: true, description: 'For exactly this level of education.' })
  gradeLevel?: string | null;

  @Field(() => String, { nullable: true, description: 'Whose location contains this, in any case.' })
  locationContains?: string | null;

  @Field(() => [String], { nullable: true, description: 'That ask for one of these skills, at most 100.' })
  @IsOptional()
  @ArrayMaxSize(100)
  skills?: string[] | null;

  @Field(() => String, { nullable: true, description: 'With this id in the organisation’s own system.' })
  externalId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'With these words in title, company, location or description. "Quoted words" stand together, `or` and `-word` work as in search engines.',
  })
  @IsOptional()
  @MaxLength(200)
  search?: string | null;
}
