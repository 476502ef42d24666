import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import type { BatchLoad } from '../../../platform/federation/context.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { OncePerEvent } from '../../../platform/federation/once-per-event.ts';
import { stubOf } from '../../../platform/federation/reference.ts';
import { Cursor } from '../../../platform/federation/scalars.ts';
import { TimelineEntry } from '../timeline/timeline-entry.ts';
import { Enrolment, Program, Student } from './neighbours.ts';
import { PaymentStatusChange } from './payment.change.ts';
import { paymentChanges } from './payment.changes.ts';
import { CreatePaymentInput, PaymentFilter, PaymentIdInput } from './payment.inputs.ts';
import { PaymentService } from './payment.service.ts';
import { Payment } from './payment.ts';

export const PaymentConnection = connectionType(Payment, 'Payment');
export const paymentById = byId(Payment);

/** The timelines of many payments, in one statement. */
const timelineOf: BatchLoad<string, TimelineEntry[]> = {
  async load(paymentIds, { em }) {
    const entries = await em.find(
      TimelineEntry,
      { paymentId: { $in: [...paymentIds] } },
      { orderBy: { sequence: 'asc' } },
    );
    const byPayment = Map.groupBy(entries, (entry) => entry.paymentId);
    return paymentIds.map((id) => byPayment.get(id) ?? []);
  },
};

@ArgsType()
export class PaymentChangesArgs {
  @Field(() => ID, { nullable: true, description: 'Only of this payment.' })
  paymentId?: string;

  @Field(() => ID, { nullable: true, description: 'Only of payments for this program.' })
  programId?: string;

  @Field(() => ID, { nullable: true, description: 'Only of payments of this student.' })
  studentId?: string;

  @Field(() => Cursor, {
    nullable: true,
    description: 'Only what came after this cursor; from now on when absent.',
  })
  after?: string;
}

@Resolver(() => Payment)
export class PaymentResolver {
  constructor(private readonly service: PaymentService) {}

  @Query(() => Payment, {
    nullable: true,
    description: 'One payment; null when there is none that the caller may see.',
  })
  @RequiresScopes('payments:read')
  payment(
    @Arg('id', () => ID, { description: 'Id of the payment.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Payment | null> {
    return context.load(paymentById, id);
  }

  @Query(() => PaymentConnection, { description: 'The payments that the caller may see, newest first.' })
  @RequiresScopes('payments:read')
  payments(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => PaymentFilter, { nullable: true, description: 'Narrows the list.' })
    filter: PaymentFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Payment>> {
    return this.service.list(filter ?? {}, page, context);
  }

  @Mutation(() => Payment, {
    description: 'Creates a payment and has the wallet collect it. PENDING when the wallet has confirmed it.',
  })
  @RequiresScopes('payments:write', 'payments:pay')
  createPayment(
    @Arg('input', () => CreatePaymentInput, { description: 'The payment.' }) input: CreatePaymentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Payment> {
    return this.service.create(input, context);
  }

  @Mutation(() => Payment, {
    description: 'Asks the wallet how a payment stands, and moves it as far as its word leads.',
  })
  @RequiresScopes('payments:write', 'payments:pay')
  verifyPayment(
    @Arg('input', () => PaymentIdInput, { description: 'Which payment.' }) input: PaymentIdInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Payment> {
    return this.service.verify(input, context);
  }

  @Mutation(() => Payment, {
    description: 'Asks the wallet to cancel a pending payment; only its word cancels it.',
  })
  @RequiresScopes('payments:write', 'payments:pay')
  cancelPayment(
    @Arg('input', () => PaymentIdInput, { description: 'Which payment.' }) input: PaymentIdInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Payment> {
    return this.service.cancel(input, context);
  }

  @FieldResolver(() => Program, { description: 'The program that is paid for.' })
  program(@Root() payment: Payment): Program {
    return stubOf(Program, payment.programId);
  }

  @FieldResolver(() => Student, { description: 'The student who pays.' })
  student(@Root() payment: Payment): Student {
    return stubOf(Student, payment.studentId);
  }

  @FieldResolver(() => Enrolment, {
    nullable: true,
    description: 'The enrolment that is paid for, when one was named.',
  })
  enrolment(@Root() payment: Payment): Enrolment | null {
    return payment.enrolmentId === null ? null : stubOf(Enrolment, payment.enrolmentId);
  }

  @FieldResolver(() => [TimelineEntry], { description: 'Everything that happened to it, in order.' })
  timeline(@Root() payment: Payment, @Ctx() context: SubgraphContext): Promise<TimelineEntry[]> {
    return context.load(timelineOf, payment.id);
  }
}

@Resolver(() => PaymentStatusChange)
export class PaymentStatusChangeResolver {
  private readonly payments = new OncePerEvent<Payment | null>();

  @Subscription(() => PaymentStatusChange, {
    description:
      'Each change of a payment’s status, as it happens. Arguments narrow it; without any, all that the caller may see.',
    subscribe: ({ args, context }) => paymentChanges(args, context as SubgraphContext),
  })
  @RequiresScopes('payments:read')
  paymentStatusChanged(
    @Root() change: PaymentStatusChange,
    @Args(() => PaymentChangesArgs) _args: PaymentChangesArgs,
  ): PaymentStatusChange {
    return change;
  }

  @FieldResolver(() => Payment)
  async payment(@Root() change: PaymentStatusChange, @Ctx() context: SubgraphContext): Promise<Payment> {
    const read = () => context.load(paymentById, change.paymentId);
    return (await this.payments.read(change.cursor, context.principal, read)) as Payment;
  }
}
