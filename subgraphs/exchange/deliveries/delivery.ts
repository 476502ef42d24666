import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { GraphQLJSONObject } from 'graphql-scalars';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Fenced } from '../../../platform/db/fence.ts';
import { DueAtType } from './due-at-type.ts';

export enum WebhookDeliveryStatus {
  PENDING = 'PENDING',
  RETRYING = 'RETRYING',
  SUCCEEDED = 'SUCCEEDED',
  EXHAUSTED = 'EXHAUSTED',
}

registerEnumType(WebhookDeliveryStatus, {
  name: 'WebhookDeliveryStatus',
  description: 'How far the delivery of an event to a webhook is.',
  valuesConfig: {
    PENDING: { description: 'To be sent.' },
    RETRYING: { description: 'It failed, and is tried again at `nextAttemptAt`.' },
    SUCCEEDED: { description: 'The endpoint answered 2xx.' },
    EXHAUSTED: {
      description:
        'It failed as often as the webhook allows. Sent again by `redeliver`, or by itself when an endpoint that only failed succeeds.',
    },
  },
});

@Entity({ schema: 'exchange', tableName: 'webhook_deliveries' })
@Fenced({ organisation: 'organisationId', learner: null })
@ObjectType({ description: 'One event on its way to one webhook.' })
@Directive('@key(fields: "id")')
export class WebhookDelivery {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the delivery.' })
  id!: string;

  @Property({ type: 'uuid' })
  webhookId!: string;

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid' })
  eventUuid!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Type of the event.' })
  eventType!: string;

  @Property({ type: 'bigint', nullable: true })
  position: string | null = null;

  @Property({ type: 'text' })
  @Field(() => String, {
    description:
      'The body that is sent, byte for byte the same each time; while the webhook’s payload has not been selected yet, the default.',
  })
  body!: string;

  @Property({ type: 'string' })
  @Field(() => WebhookDeliveryStatus, { description: 'How far it is.' })
  status!: WebhookDeliveryStatus;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'How often it was sent.' })
  attemptCount!: number;

  @Property({ type: DueAtType, nullable: true })
  dueAt: Date | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'What went wrong last; null when nothing did.' })
  lastError: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Id of the request that caused the event; sent as X-Request-Id.',
  })
  requestId: string | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When the event was given to the webhook.' })
  createdAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When it succeeded or was exhausted.' })
  completedAt: Date | null = null;

  @Field(() => ID, { description: 'Id of the event, `evt_...`; the header `webhook-id` of every attempt.' })
  get eventId(): string {
    return `evt_${this.eventUuid}`;
  }

  @Field(() => Boolean, { description: 'Whether it is a test event, which nothing happened for.' })
  get test(): boolean {
    return this.position === null;
  }

  @Field(() => Date, {
    nullable: true,
    description: 'When it is tried next, at the latest; null when it is not.',
  })
  get nextAttemptAt(): Date | null {
    return this.dueAt;
  }
}

@Entity({ schema: 'exchange', tableName: 'webhook_attempts' })
@ObjectType({ description: 'One time that an event was sent to a webhook.' })
export class WebhookAttempt {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the attempt.' })
  id!: string;

  @Property({ type: 'uuid' })
  deliveryId!: string;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Which attempt of the delivery it was, from 1.' })
  number!: number;

  @Property({ type: 'json' })
  @Field(() => GraphQLJSONObject, { description: 'The headers that were sent; the owner’s own are masked.' })
  requestHeaders!: Record<string, string>;

  @Property({ type: 'integer', nullable: true })
  @Field(() => Int, { nullable: true, description: 'Status of the answer; null when none came.' })
  responseStatus: number | null = null;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'The first 4 KiB of the answer, secrets masked; null when none came.',
  })
  responseBody: string | null = null;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'Why it failed; null when it did not.' })
  error: string | null = null;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'How long it took, in milliseconds.' })
  durationMs!: number;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was sent.' })
  startedAt!: Date;
}
