import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';

@ObjectType({ description: 'A parameter of a call.' })
export class SicantikCallParameter {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'What was sent.' })
  value!: string;
}

@Entity({ schema: 'permits', tableName: 'sicantik_calls' })
@ObjectType({ description: 'A call to the permit registry, kept for 30 days.' })
export class SicantikCall {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the call.' })
  id: string = uuidv7();

  @Property({ type: 'string' })
  @Field(() => String, { description: 'What was called, such as listpermohonanterbit.' })
  endpoint!: string;

  @Property({ type: 'json' })
  parameters!: Record<string, string>;

  @Property({ type: 'integer', nullable: true })
  @Field(() => Int, { nullable: true, description: 'HTTP status; null when no answer came.' })
  statusCode: number | null = null;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'How long it took, in milliseconds.' })
  responseTimeMs!: number;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'What was wrong; null when it succeeded.' })
  errorMessage: string | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was made.' })
  calledAt: Date = new Date();
}
