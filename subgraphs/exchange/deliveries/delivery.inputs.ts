import { IsOptional, IsUUID, MaxDate } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { WebhookDeliveryStatus } from './delivery.ts';

@InputType({ description: 'Narrows a list of deliveries; every field given must match.' })
export class WebhookDeliveryFilter {
  @Field(() => ID, { nullable: true, description: 'To this webhook.' })
  @IsOptional()
  @IsUUID()
  webhookId?: string | null;

  @Field(() => WebhookDeliveryStatus, { nullable: true, description: 'In this status.' })
  status?: WebhookDeliveryStatus | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Of events of these types; `payment.*` means all that begin so.',
  })
  types?: string[] | null;

  @Field(() => Date, { nullable: true, description: 'Created at this moment or later.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Created before this moment.' })
  until?: Date | null;
}

@InputType({ description: 'Which delivery.' })
export class WebhookDeliveryIdInput {
  @Field(() => ID, { description: 'Id of the delivery.' })
  @IsUUID()
  deliveryId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the webhook that it must be of, where the caller knows that too.',
  })
  @IsOptional()
  @IsUUID()
  webhookId?: string | null;
}

@InputType({ description: 'From when on to send a webhook what did not reach it.' })
export class RecoverWebhookInput {
  @Field(() => ID, { description: 'Id of the webhook.' })
  @IsUUID()
  id!: string;

  @Field(() => Date, {
    description: 'Since when, not in the future; the event log is kept for a limited time.',
  })
  @MaxDate(() => new Date(), { message: 'since must not be in the future' })
  since!: Date;
}

@InputType({ description: 'Which event to send as a test.' })
export class SendTestEventInput {
  @Field(() => ID, { description: 'Id of the webhook.' })
  @IsUUID()
  webhookId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Type of the event; its data are the catalogue’s example. The first that the webhook is for when absent.',
  })
  type?: string | null;
}
