import { IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';

const nameDescription = 'Name of the outside system, such as SICANTIK; small letters will do.';

@InputType({
  description: 'Which outside system to connect, and how. What may be given is said by each system.',
})
export class ConnectIntegrationInput {
  @Field(() => String, { description: nameDescription })
  @Length(1, 50)
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'For SICANTIK, which needs it: the base address of its interface.',
  })
  @IsOptional()
  @Length(1, 500)
  baseUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'For SICANTIK: sent as a bearer token. Left out, the key stays as it is while the address does, and is dropped with another address; null drops it.',
  })
  @IsOptional()
  @Length(1, 1000)
  apiKey?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'For SICANTIK: the longest that one call may take, 1 to 120 seconds; 30 when absent.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(120)
  timeoutSeconds?: number | null;
}

@InputType({ description: 'Which outside system is meant.' })
export class IntegrationNameInput {
  @Field(() => String, { description: nameDescription })
  @Length(1, 50)
  name!: string;
}
