import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Whether the permit registry answers.' })
export class SicantikConnectionTest {
  @Field(() => Boolean, { description: 'Whether it answered as it should.' })
  success!: boolean;

  @Field(() => String, { description: 'What came of the call, for people.' })
  message!: string;

  @Field(() => Int, { nullable: true, description: 'HTTP status; null when no answer came.' })
  statusCode!: number | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Set when nothing was called, since the calls of this minute are used up: ask again then.',
  })
  retryAt!: Date | null;
}
