import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BigIntType } from '@mikro-orm/postgresql';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';
import { Rupiah } from '../../../platform/federation/scalars.ts';

export enum RefundStatus {
  PENDING = 'PENDING',
  SUCCEEDED = 'SUCCEEDED',
  FAILED = 'FAILED',
}

registerEnumType(RefundStatus, {
  name: 'RefundStatus',
  description: 'Where a refund stands.',
  valuesConfig: {
    PENDING: { description: 'Asked for; the wallet has not said that it is done.' },
    SUCCEEDED: { description: 'The wallet gave the money back.' },
    FAILED: { description: 'The wallet did not; nothing was given back.' },
  },
});

@Entity({ schema: 'payments', tableName: 'refunds' })
@Fenced({ organisation: 'organisationId', learner: 'studentId' })
@ObjectType({ description: 'Money of a payment that is given back, all of it or a part.' })
@Directive('@key(fields: "id")')
export class Refund {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the refund; also what the wallet knows it by.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  paymentId!: string;

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid' })
  studentId!: string;

  @Property({ type: new BigIntType('number') })
  @Field(() => Rupiah, { description: 'How much.' })
  amount!: number;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Property({ type: 'string' })
  @Field(() => RefundStatus, { description: 'Where it stands.' })
  status: RefundStatus = RefundStatus.PENDING;

  @Property({ type: 'integer' })
  attempts: number = 0;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Why it failed, or why the last attempt did.' })
  lastError: string | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was asked for.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();
}
