import { ArgsType, Field, ID, ObjectType } from 'type-graphql';
import { Cursor } from '../../../platform/federation/scalars.ts';
import { WebhookDelivery, WebhookDeliveryStatus } from './delivery.ts';

@ObjectType({ description: 'A delivery’s status changed.' })
export class WebhookDeliveryChange {
  @Field(() => Cursor, { description: 'Its place in the event log: pass it as `after` to go on behind it.' })
  cursor!: string;

  @Field(() => Date, { description: 'When it changed.' })
  occurredAt!: Date;

  @Field(() => WebhookDeliveryStatus, { description: 'Status before.' })
  previousStatus!: WebhookDeliveryStatus;

  @Field(() => WebhookDeliveryStatus, { description: 'Status after.' })
  status!: WebhookDeliveryStatus;

  deliveryId!: string;

  @Field(() => WebhookDelivery, {
    nullable: true,
    description: 'The delivery as it is now; null when it was deleted since.',
  })
  delivery!: WebhookDelivery | null;
}

@ArgsType()
export class WebhookDeliveryChangesArgs {
  @Field(() => ID, { nullable: true, description: 'Only to this webhook.' })
  webhookId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only this delivery.' })
  deliveryId?: string | null;

  @Field(() => Cursor, {
    nullable: true,
    description: 'Only what came after this cursor; from now on when absent.',
  })
  after?: string | null;
}
