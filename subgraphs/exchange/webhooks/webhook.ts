import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Scope } from '../../../platform/auth/scopes.ts';
import { Fenced } from '../../../platform/db/fence.ts';

export enum WebhookStatus {
  ACTIVE = 'ACTIVE',
  PAUSED = 'PAUSED',
  DISABLED = 'DISABLED',
}

registerEnumType(WebhookStatus, {
  name: 'WebhookStatus',
  description: 'Whether a webhook is sent to.',
  valuesConfig: {
    ACTIVE: { description: 'Events are sent as they happen.' },
    PAUSED: { description: 'Its owner paused it: events wait, and are sent when it is resumed.' },
    DISABLED: {
      description: 'Its endpoint asked for no more, or only failed for five days: no events are kept for it.',
    },
  },
});

export enum WebhookRetrySchedule {
  EXPONENTIAL = 'EXPONENTIAL',
  LONG = 'LONG',
}

registerEnumType(WebhookRetrySchedule, {
  name: 'WebhookRetrySchedule',
  description: 'When a delivery that failed is tried again.',
  valuesConfig: {
    EXPONENTIAL: { description: '`retryCount` times, after about 5 s, 20 s, 80 s and so on.' },
    LONG: { description: 'Seven times, after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h.' },
  },
});

@ObjectType({ description: 'A header of the owner’s own that deliveries carry.' })
export class WebhookHeader {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Its value, always `[masked]`: it may be a secret.' })
  value!: string;
}

@Entity({ schema: 'exchange', tableName: 'webhooks' })
@Fenced({ organisation: 'organisationId', learner: null })
@ObjectType({ description: 'An address to which the events of an organisation are sent.' })
@Directive('@key(fields: "id")')
export class Webhook {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the webhook.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'What its owner calls it.' })
  name!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Where events are sent.' })
  url!: string;

  @Property({ type: 'string[]' })
  @Field(() => [String], {
    description: 'Types of events that are sent; `payment.*` means all that begin so.',
  })
  events!: string[];

  @Property({ type: 'text', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Which events of these types are sent, by what they hold; null for all of them.',
  })
  filter: string | null = null;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'What is selected of an event’s subject and sent as `data`; null for the event’s own data.',
  })
  payload: string | null = null;

  @Property({ type: 'string[]' })
  @Field(() => [String], {
    description: 'Types of subjects that `payload` selects something of; other events have their own data.',
  })
  payloadSubjects: string[] = [];

  @Property({ type: 'string[]' })
  scopes!: Scope[];

  @Property({ type: 'string' })
  secret!: string;

  @Property({ type: 'string', nullable: true })
  previousSecret: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, {
    nullable: true,
    description: 'Until when the secret before the last rotation signs too; null when none does.',
  })
  previousSecretUntil: Date | null = null;

  /** Sealed JSON. */
  @Property({ type: 'string' })
  headers!: string;

  @Property({ type: 'string' })
  @Field(() => WebhookStatus, { description: 'Whether it is sent to.' })
  status: WebhookStatus = WebhookStatus.ACTIVE;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Why it is not active, when it is not.' })
  statusReason: string | null = null;

  @Property({ type: 'string' })
  @Field(() => WebhookRetrySchedule, { description: 'When a delivery that failed is tried again.' })
  retrySchedule: WebhookRetrySchedule = WebhookRetrySchedule.EXPONENTIAL;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'How often a delivery that failed is tried again, when EXPONENTIAL.' })
  retryCount: number = 3;

  @Property({ type: 'string[]', nullable: true })
  @Field(() => [String], {
    nullable: true,
    description: 'Addresses and networks that it may lead to; null for all that the hub allows.',
  })
  allowedAddresses: string[] | null = null;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'How many seconds the endpoint has to answer.' })
  timeoutSeconds: number = 30;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, {
    nullable: true,
    description: 'Since when it has only failed; null when the last delivery succeeded.',
  })
  failingSince: Date | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();
}

@ObjectType({ description: 'A webhook with the secret that its deliveries are signed with.' })
export class WebhookWithSecret {
  @Field(() => String, {
    description: 'The secret, `whsec_...`, to verify deliveries with. It is shown this once.',
  })
  secret!: string;

  @Field(() => Webhook, { description: 'The webhook.' })
  webhook!: Webhook;
}
