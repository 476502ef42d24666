import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CalendarDate } from '../../../platform/federation/scalars.ts';
import { Organisation } from '../organisations/organisation.ts';

export enum PlacementGroupBy {
  MONTH = 'MONTH',
  PROGRAM = 'PROGRAM',
  INSTITUTION = 'INSTITUTION',
}

registerEnumType(PlacementGroupBy, {
  name: 'PlacementGroupBy',
  description: 'By what placement analytics are grouped.',
  valuesConfig: {
    MONTH: { description: 'By the month in which was applied, such as 2026-01.' },
    PROGRAM: { description: 'By the course of study that the student had when they applied.' },
    INSTITUTION: { description: 'By the organisation of the student.' },
  },
});

@ObjectType({ description: 'How many applications there are, and how far they are now.' })
export class PlacementFigures {
  @Field(() => Int, { description: 'How many applications.' })
  applications: number = 0;

  @Field(() => Int, { description: 'Of these, nobody has looked at yet.' })
  applied: number = 0;

  @Field(() => Int, { description: 'Of these, being looked at.' })
  screening: number = 0;

  @Field(() => Int, { description: 'Of these, at the interview.' })
  interview: number = 0;

  @Field(() => Int, { description: 'Of these, with an offer.' })
  offer: number = 0;

  @Field(() => Int, { description: 'Of these, hired.' })
  hired: number = 0;

  @Field(() => Int, { description: 'Of these, turned down.' })
  rejected: number = 0;

  @Field(() => Int, { description: 'Of these, withdrawn.' })
  withdrawn: number = 0;

  @Field(() => Float, {
    nullable: true,
    description:
      'Share of those that were not withdrawn which led to being hired, 0 to 1; null where there are none.',
  })
  get placementRate(): number | null {
    const stood = this.applications - this.withdrawn;
    return stood === 0 ? null : this.hired / stood;
  }
}

@ObjectType({ description: 'Placement in one month, course of study or institution.' })
export class PlacementGroup extends PlacementFigures {
  @Field(() => String, {
    nullable: true,
    description:
      'The month (2026-01), the course of study, or the id of the institution; null for students without a course of study.',
  })
  key: string | null = null;

  @Field(() => Organisation, {
    nullable: true,
    description: 'The institution, when grouped by it; null for callers who do not see that one.',
  })
  institution: Organisation | null = null;
}

@ObjectType({ description: 'What became of the applications of some time, as they stand now.' })
export class PlacementAnalytics {
  @Field(() => CalendarDate, { description: 'First day.' })
  startDate!: string;

  @Field(() => CalendarDate, { description: 'Last day.' })
  endDate!: string;

  @Field(() => PlacementGroupBy, { description: 'By what they are grouped.' })
  groupBy!: PlacementGroupBy;

  @Field(() => PlacementFigures, { description: 'All together.' })
  total!: PlacementFigures;

  @Field(() => [PlacementGroup], {
    description:
      'The groups that have applications: months in their order; others by how many, the first 1,000 of them.',
  })
  groups!: PlacementGroup[];
}
