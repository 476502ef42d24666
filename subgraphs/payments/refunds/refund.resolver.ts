import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import type { BatchLoad } from '../../../platform/federation/context.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { paymentById } from '../payments/payment.resolver.ts';
import { Payment } from '../payments/payment.ts';
import { RefundPaymentInput } from './refund.inputs.ts';
import { RefundService } from './refund.service.ts';
import { Refund } from './refund.ts';

export const refundById = byId(Refund);

/** The refunds of many payments, in one statement. */
const refundsOf: BatchLoad<string, Refund[]> = {
  async load(paymentIds, { em }) {
    const refunds = await em.find(
      Refund,
      { paymentId: { $in: [...paymentIds] } },
      { orderBy: { id: 'asc' } },
    );
    const byPayment = Map.groupBy(refunds, (refund) => refund.paymentId);
    return paymentIds.map((id) => byPayment.get(id) ?? []);
  },
};

@Resolver(() => Refund)
export class RefundResolver {
  constructor(private readonly service: RefundService) {}

  @Mutation(() => Refund, {
    description: 'Gives back all or a part of a payment. SUCCEEDED when the wallet has done it.',
  })
  @RequiresScopes('payments:write')
  refundPayment(
    @Arg('input', () => RefundPaymentInput, { description: 'The refund.' }) input: RefundPaymentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Refund> {
    return this.service.create(input, context);
  }

  @FieldResolver(() => Payment, { description: 'The payment of which it is given back.' })
  async payment(@Root() refund: Refund, @Ctx() context: SubgraphContext): Promise<Payment> {
    return (await context.load(paymentById, refund.paymentId)) as Payment;
  }
}

@Resolver(() => Payment)
export class PaymentRefundsResolver {
  @FieldResolver(() => [Refund], { description: 'Its refunds, oldest first.' })
  refunds(@Root() payment: Payment, @Ctx() context: SubgraphContext): Promise<Refund[]> {
    return context.load(refundsOf, payment.id);
  }
}
