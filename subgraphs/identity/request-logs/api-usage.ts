import { IsOptional, IsUUID, Length } from 'class-validator';
import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum ApiUsagePeriod {
  HOUR = 'HOUR',
  DAY = 'DAY',
  WHOLE = 'WHOLE',
}
registerEnumType(ApiUsagePeriod, {
  name: 'ApiUsagePeriod',
  description: 'What statistics of use are added up by.',
  valuesConfig: {
    HOUR: { description: 'Hours; of at most 31 days.' },
    DAY: { description: 'Days of UTC; of at most 366.' },
    WHOLE: { description: 'All of the time asked for at once.' },
  },
});

@ArgsType()
export class ApiUsageArgs {
  @Field(() => Date, {
    nullable: true,
    description: 'From the hour of this moment on; the last 24 hours when absent.',
  })
  from?: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Before the hour of this moment; until now when absent.',
  })
  until?: Date | null;

  @Field(() => ApiUsagePeriod, { defaultValue: ApiUsagePeriod.WHOLE, description: 'Added up by what.' })
  by: ApiUsagePeriod = ApiUsagePeriod.WHOLE;

  @Field(() => ID, { nullable: true, description: 'Only of this organisation; for the operator.' })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only of this OAuth client or key.' })
  @IsOptional()
  @Length(1, 200)
  clientId?: string | null;
}

@ObjectType({ description: 'What one OAuth client or key has asked for in some time.' })
export class ApiUsage {
  @Field(() => Date, { description: 'When the time begins.' })
  from!: Date;

  @Field(() => ID, { description: 'The OAuth client or key; `anonymous` for callers who are not known.' })
  clientId!: string;

  @Field(() => String, { description: '`anonymous`, `platform`, `organisation`, `learner` or `service`.' })
  callerKind!: string;

  organisationId!: string | null;

  @Field(() => Int, { description: 'How many requests.' })
  calls!: number;

  @Field(() => Int, { description: 'How many of them ended in `ERROR`.' })
  errors!: number;

  @Field(() => Int, { description: 'How many of them were refused before anything was done.' })
  refused!: number;

  @Field(() => Int, { description: 'How many of them were more than the caller may send.' })
  rateLimited!: number;

  @Field(() => Float, { description: 'How many of a hundred ended otherwise than well.' })
  errorPercentage!: number;

  @Field(() => Float, { description: 'How long they took on average, in milliseconds.' })
  meanMs!: number;

  @Field(() => Float, {
    description: 'What 95 of a hundred did not exceed, in milliseconds; at most seven percent too much.',
  })
  p95Ms!: number;

  @Field(() => Float, {
    description: 'What 99 of a hundred did not exceed, in milliseconds; at most seven percent too much.',
  })
  p99Ms!: number;
}
