import {
  IsEmail,
  IsInt,
  IsOptional,
  IsPhoneNumber,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { NotBlank } from '../../../platform/federation/not-blank.ts';
import { Rupiah } from '../../../platform/federation/scalars.ts';
import { PaymentStatus } from './payment.state.ts';
import { PaymentMethod } from './payment.ts';

/** More than any program costs, and well below where an integer stops being exact: a slip of the finger is caught. */
export const greatestAmount = 10_000_000_000;

@InputType({ description: 'Who pays.' })
export class CustomerInput {
  @Field(() => String, { description: 'Name, 1 to 100 characters.' })
  @NotBlank()
  @Length(1, 100)
  name!: string;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  @IsOptional()
  @IsEmail()
  email?: string | null;

  @Field(() => String, { description: 'Indonesian phone number of the wallet account, 08... or +62....' })
  @IsPhoneNumber('ID')
  phone!: string;
}

@InputType({ description: 'What `createPayment` needs: an enrolment, or a program and a student.' })
export class CreatePaymentInput {
  @Field(() => ID, { nullable: true, description: 'Enrolment that is paid for.' })
  @IsOptional()
  @IsUUID()
  enrolmentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Program that is paid for, when no enrolment is named.' })
  @IsOptional()
  @IsUUID()
  programId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Student who pays, when no enrolment is named.' })
  @IsOptional()
  @IsUUID()
  studentId?: string | null;

  @Field(() => Rupiah, {
    description:
      'How much. A learner pays exactly the program’s fee; the scope `payments:write` may set another amount.',
  })
  @IsInt()
  @Min(1)
  @Max(greatestAmount)
  amount!: number;

  @Field(() => PaymentMethod, { description: 'The wallet.' })
  method!: PaymentMethod;

  @Field(() => String, { description: 'What the customer reads at the wallet, 1 to 200 characters.' })
  @NotBlank()
  @Length(1, 200)
  description!: string;

  @Field(() => CustomerInput, { description: 'Who pays.' })
  @ValidateNested()
  customer!: CustomerInput;

  @Field(() => String, {
    description:
      'Chosen by the caller, 1 to 200 characters, kept for good: repeating a call with the same key makes no second payment.',
  })
  @Length(1, 200)
  idempotencyKey!: string;
}

@InputType({ description: 'Which payment.' })
export class PaymentIdInput {
  @Field(() => ID, { description: 'Id of the payment.' })
  @IsUUID()
  paymentId!: string;

  @Field(() => PaymentMethod, {
    nullable: true,
    description: 'The wallet that collects it, where that is known too: another one is refused.',
  })
  method?: PaymentMethod | null;
}

@InputType({ description: 'Narrows a list of payments; every field given must match.' })
export class PaymentFilter {
  @Field(() => ID, { nullable: true, description: 'For this program.' })
  @IsOptional()
  @IsUUID()
  programId?: string;

  @Field(() => ID, { nullable: true, description: 'Of this student.' })
  @IsOptional()
  @IsUUID()
  studentId?: string;

  @Field(() => PaymentStatus, { nullable: true, description: 'In this status.' })
  status?: PaymentStatus;

  @Field(() => PaymentMethod, { nullable: true, description: 'Collected by this wallet.' })
  method?: PaymentMethod;

  @Field(() => Boolean, { nullable: true, description: 'True: only those that a person should look at.' })
  needsAttention?: boolean;
}
