import {
  ArrayMaxSize,
  ArrayMinSize,
  IsInt,
  IsOptional,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { MayBeAbsent } from '../../../platform/federation/may-be-absent.ts';
import { WebhookRetrySchedule } from './webhook.ts';

@InputType({
  description: 'A header that deliveries are to carry, such as one for a gateway before the endpoint.',
})
export class WebhookHeaderInput {
  @Field(() => String, { description: 'Its name, 1 to 100 characters; none that the hub sets itself.' })
  @Length(1, 100)
  name!: string;

  @Field(() => String, {
    description: 'Its value, at most 1,000 printable characters. It is not shown again.',
  })
  @Length(0, 1000)
  value!: string;
}

@InputType({ description: 'What `createWebhook` needs.' })
export class CreateWebhookInput {
  @Field(() => String, { description: 'What the owner calls it, 1 to 100 characters.' })
  @Length(1, 100)
  name!: string;

  @Field(() => String, { description: 'Where events are sent: an https address of the internet.' })
  @Length(1, 2000)
  url!: string;

  @Field(() => [String], { description: 'Types of events; `payment.*` means all that begin so, `*` all.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  events!: string[];

  @Field(() => String, {
    nullable: true,
    description:
      'Only events that pass this filter are sent, such as those of `data.amount >= 100000 and data.status = "PAID"`.',
  })
  filter?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What to send as `data`: a selection as within `events { subject { } }`, such as `... on Payment { id status program { name } }`, 1 to 10,000 characters.',
  })
  @IsOptional()
  @Length(1, 10_000)
  payload?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Organisation whose events are sent; the caller’s own when absent.',
  })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => [WebhookHeaderInput], {
    nullable: true,
    description: 'Headers that deliveries carry besides.',
  })
  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested()
  headers?: WebhookHeaderInput[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Only to these addresses is it ever connected: such as `203.0.113.7` or `203.0.113.0/24`, 1 to 50.',
  })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  allowedAddresses?: string[] | null;

  @Field(() => WebhookRetrySchedule, {
    nullable: true,
    description: 'When to try again; EXPONENTIAL when absent.',
  })
  retrySchedule?: WebhookRetrySchedule | null;

  @Field(() => Int, { nullable: true, description: 'How often to try again, 0 to 10; 3 when absent.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10)
  retryCount?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds to wait for an answer, 1 to 60; 30 when absent.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(60)
  timeoutSeconds?: number | null;
}

@InputType({ description: 'What changes about a webhook; what is absent stays.' })
export class UpdateWebhookInput {
  @Field(() => ID, { description: 'Id of the webhook.' })
  @IsUUID()
  id!: string;

  @Field(() => String, { nullable: true, description: 'What the owner calls it.' })
  @MayBeAbsent()
  @Length(1, 100)
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Where events are sent.' })
  @MayBeAbsent()
  @Length(1, 2000)
  url?: string | null;

  @Field(() => [String], { nullable: true, description: 'Types of events.' })
  @MayBeAbsent()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  events?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only events that pass this filter are sent; null takes it away.',
  })
  filter?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What to send as `data`: a selection as within `events { subject { } }`; null for the event’s own data.',
  })
  @IsOptional()
  @Length(1, 10_000)
  payload?: string | null;

  @Field(() => [WebhookHeaderInput], {
    nullable: true,
    description: 'All headers that deliveries carry besides.',
  })
  @MayBeAbsent()
  @ArrayMaxSize(20)
  @ValidateNested()
  headers?: WebhookHeaderInput[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Only to these addresses is it ever connected, 1 to 50; null for all that the hub allows.',
  })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  allowedAddresses?: string[] | null;

  @Field(() => WebhookRetrySchedule, { nullable: true, description: 'When to try again.' })
  retrySchedule?: WebhookRetrySchedule | null;

  @Field(() => Int, { nullable: true, description: 'How often to try again, 0 to 10.' })
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(10)
  retryCount?: number | null;

  @Field(() => Int, { nullable: true, description: 'Seconds to wait for an answer, 1 to 60.' })
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(60)
  timeoutSeconds?: number | null;
}

@InputType({ description: 'Whose secret to replace.' })
export class RotateWebhookSecretInput {
  @Field(() => ID, { description: 'Id of the webhook.' })
  @IsUUID()
  id!: string;

  @Field(() => Int, {
    defaultValue: 24,
    description: 'For how many hours the old secret signs too, 0 to 168.',
  })
  @IsInt()
  @Min(0)
  @Max(168)
  overlapHours: number = 24;
}

@InputType({ description: 'Which webhook.' })
export class WebhookIdInput {
  @Field(() => ID, { description: 'Id of the webhook.' })
  @IsUUID()
  id!: string;
}
