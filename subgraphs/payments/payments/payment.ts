import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BigIntType } from '@mikro-orm/postgresql';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { walletMethods } from '../../../integrations/wallets/port.ts';
import { Fenced } from '../../../platform/db/fence.ts';
import { Rupiah } from '../../../platform/federation/scalars.ts';
import { PaymentStatus } from './payment.state.ts';

export enum PaymentMethod {
  GOPAY = 'GOPAY',
  LINKAJA = 'LINKAJA',
  OVO = 'OVO',
}
// Fails to compile when the wallets' port knows a method that the graph does not.
walletMethods satisfies readonly `${PaymentMethod}`[];

registerEnumType(PaymentMethod, {
  name: 'PaymentMethod',
  description: 'The wallet that collects a payment.',
  valuesConfig: {
    GOPAY: { description: 'GoPay: the customer pays on its page or by QR code.' },
    LINKAJA: { description: 'LinkAja: the customer pays on its page.' },
    OVO: { description: 'OVO: the customer confirms in the OVO app.' },
  },
});

@ObjectType({ description: 'Who pays, as the wallet is told.' })
export class Customer {
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email!: string | null;

  @Field(() => String, { description: 'Phone number of the wallet account, E.164.' })
  phone!: string;
}

@Entity({ schema: 'payments', tableName: 'payments' })
@Fenced({ organisation: 'organisationId', learner: 'studentId' })
@ObjectType({ description: 'Money that a learner pays for a program, collected by a wallet.' })
@Directive('@key(fields: "id")')
export class Payment {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the payment.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid' })
  programId!: string;

  @Property({ type: 'uuid' })
  studentId!: string;

  @Property({ type: 'uuid', nullable: true })
  enrolmentId: string | null = null;

  @Property({ type: 'string' })
  @Field(() => PaymentMethod, { description: 'The wallet that collects it.' })
  method!: PaymentMethod;

  @Property({ type: 'string' })
  @Field(() => PaymentStatus, { description: 'Where it stands.' })
  status: PaymentStatus = PaymentStatus.CREATED;

  @Property({ type: new BigIntType('number') })
  @Field(() => Rupiah, { description: 'How much is to be paid.' })
  amount!: number;

  @Property({ type: new BigIntType('number') })
  @Field(() => Rupiah, { description: 'How much of it was given back.' })
  refundedAmount: number = 0;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Currency; always IDR.' })
  currency: string = 'IDR';

  @Property({ type: 'string' })
  @Field(() => String, { description: 'What the customer reads at the wallet.' })
  description!: string;

  @Property({ type: 'string' })
  customerName!: string;

  @Property({ type: 'string', nullable: true })
  customerEmail: string | null = null;

  @Property({ type: 'string' })
  customerPhone!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'The order id that the wallet was given.' })
  orderId!: string;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'The wallet’s own id of it; null until the wallet has confirmed it.',
  })
  walletPaymentId: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Page of the wallet on which the customer pays; null for OVO.',
  })
  paymentUrl: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'QR code to pay by, where the wallet gives one.' })
  qrCode: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'Until when it can be paid.' })
  expiresAt: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, {
    nullable: true,
    description: 'When it was paid, by the wallet’s clock where it tells.',
  })
  paidAt: Date | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Why the wallet refused it.' })
  failureReason: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Why a person should look at it; null when nobody needs to.',
  })
  attention: string | null = null;

  @Property({ type: 'string' })
  returnToken!: string;

  @Property({ type: 'integer' })
  createAttempts: number = 0;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();

  @Field(() => Customer, { description: 'Who pays.' })
  get customer(): Customer {
    return { name: this.customerName, email: this.customerEmail, phone: this.customerPhone };
  }
}
