import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BigIntType } from '@mikro-orm/postgresql';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum TimelineKind {
  INTENT = 'INTENT',
  EXCHANGE = 'EXCHANGE',
  CALLBACK = 'CALLBACK',
  READ_BACK = 'READ_BACK',
  TRANSITION = 'TRANSITION',
  IGNORED = 'IGNORED',
  MISMATCH = 'MISMATCH',
  CANCEL = 'CANCEL',
  REFUND = 'REFUND',
}

registerEnumType(TimelineKind, {
  name: 'PaymentTimelineKind',
  description: 'What happened to a payment.',
  valuesConfig: {
    INTENT: { description: 'The hub stored that it is to be made.' },
    EXCHANGE: { description: 'A request to the wallet and its reply, or that none came.' },
    CALLBACK: { description: 'The wallet called back; raw, with the verdict on its signature.' },
    READ_BACK: { description: 'What the wallet said of the payment when it was asked.' },
    TRANSITION: { description: 'The status changed.' },
    IGNORED: { description: 'Late or lower-ranked news, which changed nothing.' },
    MISMATCH: { description: 'The wallet named another amount, currency or order; nothing was moved.' },
    CANCEL: { description: 'Somebody asked to cancel it.' },
    REFUND: { description: 'A refund was asked for, or its outcome became known.' },
  },
});

/** What an entry holds besides its kind; each kind uses some of it. */
export interface TimelineDetail {
  message?: string;
  actor?: string;
  previousStatus?: string;
  status?: string;
  refundId?: string;
  amount?: number;
  method?: string;
  url?: string;
  requestBody?: string | null;
  responseStatus?: number | null;
  responseBody?: string | null;
  durationMs?: number;
  signature?: string;
  rawBody?: string;
}

@Entity({ schema: 'payments', tableName: 'timeline' })
@ObjectType('PaymentTimelineEntry', { description: 'One thing that happened to a payment.' })
export class TimelineEntry {
  @PrimaryKey({ type: new BigIntType('number'), autoincrement: true })
  sequence!: number;

  @Property({ type: 'uuid' })
  paymentId!: string;

  @Property({ type: 'string' })
  @Field(() => TimelineKind, { description: 'What happened.' })
  kind!: TimelineKind;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When.' })
  occurredAt: Date = new Date();

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Id of the request of which it was part.' })
  requestId: string | null = null;

  @Property({ type: 'json' })
  detail!: TimelineDetail;

  @Field(() => String, { nullable: true, description: 'In words.' })
  message(): string | null {
    return this.detail.message ?? null;
  }

  @Field(() => String, { nullable: true, description: 'Who caused it.' })
  actor(): string | null {
    return this.detail.actor ?? null;
  }

  @Field(() => String, { nullable: true, description: 'Status before.' })
  previousStatus(): string | null {
    return this.detail.previousStatus ?? null;
  }

  @Field(() => String, { nullable: true, description: 'Status after, or the wallet’s word for it.' })
  status(): string | null {
    return this.detail.status ?? null;
  }

  @Field(() => String, { nullable: true, description: 'Method and address of the request to the wallet.' })
  request(): string | null {
    return this.detail.url ? `${this.detail.method} ${this.detail.url}` : null;
  }

  @Field(() => String, { nullable: true, description: 'Body of the request to the wallet, at most 4 KiB.' })
  requestBody(): string | null {
    return this.detail.requestBody ?? null;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'HTTP status of the wallet’s reply; null when none came.',
  })
  responseStatus(): number | null {
    return this.detail.responseStatus ?? null;
  }

  @Field(() => String, { nullable: true, description: 'Body of the wallet’s reply, at most 4 KiB.' })
  responseBody(): string | null {
    return this.detail.responseBody ?? null;
  }

  @Field(() => Int, { nullable: true, description: 'How long the exchange took, in milliseconds.' })
  durationMs(): number | null {
    return this.detail.durationMs === undefined ? null : Math.round(this.detail.durationMs);
  }

  @Field(() => String, { nullable: true, description: 'Verdict on the signature of a callback.' })
  signature(): string | null {
    return this.detail.signature ?? null;
  }

  @Field(() => String, { nullable: true, description: 'A callback’s body as it arrived.' })
  rawBody(): string | null {
    return this.detail.rawBody ?? null;
  }
}
