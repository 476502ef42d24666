import { Field, ObjectType } from 'type-graphql';
import { Cursor } from '../../../platform/federation/scalars.ts';
import { PaymentStatus } from './payment.state.ts';
import { Payment } from './payment.ts';

@ObjectType({ description: 'A payment’s status changed.' })
export class PaymentStatusChange {
  @Field(() => Cursor, { description: 'Its place in the event log: pass it as `after` to go on behind it.' })
  cursor!: string;

  @Field(() => Date, { description: 'When it changed.' })
  occurredAt!: Date;

  @Field(() => PaymentStatus, { description: 'Status before.' })
  previousStatus!: PaymentStatus;

  @Field(() => PaymentStatus, { description: 'Status after.' })
  status!: PaymentStatus;

  paymentId!: string;

  @Field(() => Payment, { description: 'The payment as it is now.' })
  payment!: Payment;
}
