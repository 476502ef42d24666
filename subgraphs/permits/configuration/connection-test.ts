import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Whether the permit registry answers.' })
export class SicantikConnectionTest {
  @Field(() => Boolean, { description: 'Whether it answered as it should.' })
  success!: boolean;

  @Field(() => String, { description: 'What came of the call, for people.' })
  message!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'UPSTREAM_REJECTED when the registry refused, UPSTREAM_UNAVAILABLE when it did not answer as it should; null when it did, or was not called.',
  })
  errorCode!: string | null;

  @Field(() => Int, { nullable: true, description: 'HTTP status; null when no answer came.' })
  statusCode!: number | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Set when nothing was called, since the calls of this minute are used up: ask again then.',
  })
  retryAt!: Date | null;
}
