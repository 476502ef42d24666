import { ArrayMaxSize, IsInt, IsOptional, Max, Min } from 'class-validator';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { Cursor } from '../../../platform/federation/scalars.ts';

@InputType({ description: 'The entity that events are about.' })
export class EventSubjectInput {
  @Field(() => String, { nullable: true, description: 'Its GraphQL type, such as `Payment`.' })
  type?: string | null;

  @Field(() => ID, { nullable: true, description: 'Its id.' })
  id?: string | null;
}

@ArgsType()
export class EventSubjectArgs {
  @Field(() => String, { description: 'Its GraphQL type, such as `Payment`.' })
  type!: string;

  @Field(() => ID, { description: 'Its id.' })
  id!: string;
}

@ArgsType()
export class EventsArgs {
  @Field(() => [String], {
    nullable: true,
    description:
      'Only of these types; `payment.*` means all that begin so. All that the caller may see when absent.',
  })
  @IsOptional()
  @ArrayMaxSize(100)
  types?: string[] | null;

  @Field(() => EventSubjectInput, {
    nullable: true,
    description: 'Only about this entity, or this type of entity.',
  })
  subject?: EventSubjectInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only what passes this filter, such as `data.amount >= 100000 and data.status = "PAID"`.',
  })
  filter?: string | null;

  @Field(() => Cursor, { nullable: true, description: 'Only what came after this cursor.' })
  after?: string | null;
}

@ArgsType()
export class EventLogArgs extends EventsArgs {
  @Field(() => Int, { defaultValue: 100, description: 'How many events, 1 to 1,000.' })
  @IsInt()
  @Min(1)
  @Max(1000)
  first: number = 100;
}
