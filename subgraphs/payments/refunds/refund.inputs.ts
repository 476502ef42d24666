import { IsInt, IsUUID, Length, Max, Min } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { Rupiah } from '../../../platform/federation/scalars.ts';
import { greatestAmount } from '../payments/payment.inputs.ts';

@InputType({ description: 'What `refundPayment` needs.' })
export class RefundPaymentInput {
  @Field(() => ID, { description: 'Id of the payment.' })
  @IsUUID()
  paymentId!: string;

  @Field(() => Rupiah, { description: 'How much to give back; at most what is left of the payment.' })
  @IsInt()
  @Min(1)
  @Max(greatestAmount)
  amount!: number;

  @Field(() => String, { description: 'Why, 1 to 500 characters; the wallet is told.' })
  @Length(1, 500)
  reason!: string;

  @Field(() => String, {
    description:
      'Chosen by the caller, 1 to 200 characters, kept for good: repeating a call with the same key makes no second refund.',
  })
  @Length(1, 200)
  idempotencyKey!: string;
}
