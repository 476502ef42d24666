import { Field, ObjectType } from 'type-graphql';
import { Cursor } from '../../../platform/federation/scalars.ts';
import { PaymentStatus } from './payment.state.ts';
import { Payment } from './payment.ts';

@ObjectType({ description: 'A payment’s status changed.' })
export class PaymentStatusChange {
  @Field(() => Cursor, { nullable: true, description: 'Position of the change in the event log.' })
  cursor!: string | null;

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
