import { ArgsType, Field } from 'type-graphql';
import { CalendarDate } from '../../../platform/federation/scalars.ts';
import { PlacementGroupBy } from './placement-analytics.ts';

/** Of which applications `placementAnalytics` tells. */
@ArgsType()
export class PlacementAnalyticsArgs {
  @Field(() => CalendarDate, { description: 'First day on which was applied, by the calendar of Jakarta.' })
  startDate!: string;

  @Field(() => CalendarDate, { description: 'Last day on which was applied; it counts.' })
  endDate!: string;

  @Field(() => PlacementGroupBy, {
    defaultValue: PlacementGroupBy.MONTH,
    description: 'By what they are grouped.',
  })
  groupBy!: PlacementGroupBy;
}
