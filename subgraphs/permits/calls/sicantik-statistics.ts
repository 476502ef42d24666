import { Field, Float, Int, ObjectType } from 'type-graphql';
import { SicantikCall } from './sicantik-call.ts';

@ObjectType({ description: 'How calls to the permit registry went in the last seven days.' })
export class SicantikApiStatistics {
  @Field(() => Date, { description: 'Calls from this moment on are counted.' })
  since!: Date;

  @Field(() => Int, { description: 'How many calls were made.' })
  totalCalls!: number;

  @Field(() => Int, { description: 'Of those, how many did not succeed.' })
  failedCalls!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Calls that succeeded, in per cent; null when there was none.',
  })
  successRate!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean time of a call in milliseconds; null when there was none.',
  })
  meanResponseTimeMs!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Half of the calls were faster; null when there was none.',
  })
  medianResponseTimeMs!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Ninety-nine in a hundred calls were faster; null when there was none.',
  })
  p99ResponseTimeMs!: number | null;

  @Field(() => [SicantikCall], { description: 'The calls that did not succeed, newest first, at most 50.' })
  errors!: SicantikCall[];
}
