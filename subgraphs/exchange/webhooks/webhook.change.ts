import { ArgsType, Field, ID, ObjectType } from 'type-graphql';
import { Cursor } from '../../../platform/federation/scalars.ts';
import { Webhook, WebhookStatus } from './webhook.ts';

@ObjectType({ description: 'A webhook was paused, resumed or disabled.' })
export class WebhookStatusChange {
  @Field(() => Cursor, { description: 'Its place in the event log: pass it as `after` to go on behind it.' })
  cursor!: string;

  @Field(() => Date, { description: 'When it changed.' })
  occurredAt!: Date;

  @Field(() => WebhookStatus, { description: 'Status before.' })
  previousStatus!: WebhookStatus;

  @Field(() => WebhookStatus, { description: 'Status after.' })
  status!: WebhookStatus;

  @Field(() => String, { nullable: true, description: 'Why it is not active any more.' })
  reason!: string | null;

  webhookId!: string;

  @Field(() => Webhook, {
    nullable: true,
    description: 'The webhook as it is now; null when it was deleted since.',
  })
  webhook!: Webhook | null;
}

@ArgsType()
export class WebhookStatusChangesArgs {
  @Field(() => ID, { nullable: true, description: 'Only of this webhook.' })
  webhookId?: string | null;

  @Field(() => Cursor, {
    nullable: true,
    description: 'Only what came after this cursor; from now on when absent.',
  })
  after?: string | null;
}
