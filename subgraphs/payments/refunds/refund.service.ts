import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import type { WalletRefund } from '../../../integrations/wallets/port.ts';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { assertSameKey } from '../../../platform/idempotency/idempotency-key.ts';
import { once } from '../../../platform/idempotency/once.ts';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { record } from '../../../schema/events/record.ts';
import { PaymentStatus } from '../payments/payment.state.ts';
import { Payment } from '../payments/payment.ts';
import { retryDelay } from '../settlement/check-schedule.ts';
import type { InBackground } from '../settlement/in-background.ts';
import { type Attempt, isRefusal, refundTask, type Settlement } from '../settlement/settlement.ts';
import { note } from '../timeline/timeline.ts';
import { TimelineKind } from '../timeline/timeline-entry.ts';
import type { RefundPaymentInput } from './refund.inputs.ts';
import { Refund, RefundStatus } from './refund.ts';

const patienceMs = 8000;
const netMs = 45_000;
/** After this many attempts without the wallet's word a person has to look. */
const attentionAfter = 20;

const refundable: ReadonlySet<PaymentStatus> = new Set([
  PaymentStatus.PAID,
  PaymentStatus.PARTIALLY_REFUNDED,
]);

export class RefundService {
  readonly #em: EntityManager;
  readonly #settlement: Settlement;
  readonly #background: InBackground;

  /** `em` sees every organisation: what was asked for is carried out by the hub itself. */
  constructor(em: EntityManager, settlement: Settlement, background: InBackground) {
    this.#em = em;
    this.#settlement = settlement;
    this.#background = background;
  }

  /**
   * Stores the refund, asks the wallet for it, and answers with what is known by then. Refunds that are
   * under way count as given back. Throws NOT_FOUND, CONFLICT when the payment is not paid,
   * VALIDATION_ERROR for more than is left, IDEMPOTENCY_KEY_REUSED, BAD_REQUEST for a header with another key.
   */
  async create(input: RefundPaymentInput, context: SubgraphContext): Promise<Refund> {
    const { idempotencyKey: key, ...rest } = input;
    assertSameKey(context.idempotencyKey, key);
    const request = {
      caller: context.principal.id,
      operation: 'refundPayment',
      key,
      input: rest,
      keep: 'forever',
    } as const;
    const { id, repeated } = await context.em.transactional(async (em) => {
      const payment = await em.findOne(
        Payment,
        { id: input.paymentId },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!payment) throw notFound('payment', input.paymentId);
      return once(em, request, async () => {
        await assertLeft(em, payment, input.amount);
        const { organisationId, studentId } = payment;
        const { amount, reason } = input;
        const refund = Object.assign(new Refund(), {
          paymentId: payment.id,
          organisationId,
          studentId,
          amount,
          reason,
        });
        em.persist(refund);
        note(em, payment.id, TimelineKind.REFUND, {
          refundId: refund.id,
          amount,
          actor: context.principal.id,
          status: refund.status,
          message: reason,
        });
        await em.flush();
        await record(em, refundEvent(refund, context.principal.id, null));
        await this.#later(em, refund, netMs);
        return refund.id;
      });
    });
    // A repeat joins the call that is under way, or makes the one that a crash left undone.
    if (!repeated || (await this.#refund(id)).attempts === 0) {
      await this.#background.wait(id, () => this.carryOut(id), patienceMs);
    }
    return this.#refund(id);
  }

  /**
   * Asks the wallet for a refund that is still pending. The same refund id is the same refund, so this
   * may be repeated until the wallet's word is known; once it is, the payment is read back.
   */
  async carryOut(refundId: string): Promise<void> {
    const refund = await this.#refund(refundId);
    if (refund.status !== RefundStatus.PENDING) return;
    const payment = await this.#settlement.payment(refund.paymentId);
    const walletPaymentId = payment.walletPaymentId as string;
    const wallet = this.#settlement.wallet(payment.method, payment.organisationId);
    const order = { walletPaymentId, refundId, amount: refund.amount, reason: refund.reason };
    const attempt = await this.#settlement.attempt((call) => wallet.refund(order, call));
    await this.#settlement.locked(payment.id, attempt.exchanges, (current, em) =>
      this.#outcome(em, current, refundId, attempt),
    );
    if (attempt.result?.status === 'SUCCEEDED') await this.#settlement.check(payment.id);
  }

  async #outcome(
    em: EntityManager,
    payment: Payment,
    refundId: string,
    attempt: Attempt<WalletRefund>,
  ): Promise<void> {
    const refund = await em.findOneOrFail(Refund, { id: refundId }, { filters: { fence: false } });
    if (refund.status !== RefundStatus.PENDING) return;
    refund.attempts += 1;
    refund.lastError = attempt.error ? (attempt.error.vendorMessage ?? attempt.error.message) : null;
    const { result, error } = attempt;
    const unknown = error ? !isRefusal(error) : result?.status === 'PENDING';
    if (unknown) {
      if (refund.attempts === attentionAfter)
        payment.attention = `The outcome of the refund ${refund.id} is not known.`;
      await em.flush();
      await this.#later(em, refund, retryDelay(refund.attempts, error?.retryAfterMs ?? null));
      return;
    }
    refund.status = result?.status === 'SUCCEEDED' ? RefundStatus.SUCCEEDED : RefundStatus.FAILED;
    if (refund.status === RefundStatus.FAILED) refund.lastError ??= 'The wallet did not carry it out.';
    note(em, payment.id, TimelineKind.REFUND, {
      refundId: refund.id,
      amount: refund.amount,
      status: refund.status,
      ...(refund.lastError !== null && { message: refund.lastError }),
    });
    await em.flush();
    await record(em, refundEvent(refund, 'wallet', RefundStatus.PENDING));
    if (refund.status === RefundStatus.SUCCEEDED) await this.#settlement.checkSoon(em, payment.id);
  }

  #later(em: EntityManager, refund: Refund, delayMs: number): Promise<void> {
    return enqueue(
      em,
      refundTask,
      { refundId: refund.id },
      { inMs: delayMs, key: `${refundTask}:${refund.id}` },
    );
  }

  #refund(id: string): Promise<Refund> {
    return this.#em.fork().findOneOrFail(Refund, { id }, { filters: { fence: false } });
  }
}

/** Throws unless `amount` can still be given back of a payment whose row is locked. */
async function assertLeft(em: EntityManager, payment: Payment, amount: number): Promise<void> {
  if (!refundable.has(payment.status)) {
    throw new HubError('CONFLICT', { message: `A payment that is ${payment.status} cannot be refunded.` });
  }
  const asked = await em.find(Refund, { paymentId: payment.id, status: { $ne: RefundStatus.FAILED } });
  const given = Math.max(
    payment.refundedAmount,
    asked.reduce((sum, refund) => sum + refund.amount, 0),
  );
  const left = payment.amount - given;
  if (amount > left) throw invalid('amount', `must be at most ${left}, which is what is left of the payment`);
}

function refundEvent(refund: Refund, actor: string, previousStatus: RefundStatus | null) {
  return {
    type: previousStatus === null ? ('refund.created' as const) : ('refund.status_changed' as const),
    subject: { type: 'Refund' as const, id: refund.id },
    audience: [refund.organisationId],
    data: {
      refund_id: refund.id,
      payment_id: refund.paymentId,
      student_id: refund.studentId,
      amount: refund.amount,
      status: refund.status,
      previous_status: previousStatus,
    },
    actor,
  };
}
