import { randomBytes } from 'node:crypto';
import { toLocalPhone } from '../../../integrations/wallets/local-phone.ts';
import { allows } from '../../../platform/auth/scopes.ts';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { assertSameKey } from '../../../platform/idempotency/idempotency-key.ts';
import { once } from '../../../platform/idempotency/once.ts';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { e164 } from '../../../platform/phone.ts';
import { record } from '../../../schema/events/record.ts';
import type { InBackground } from '../settlement/in-background.ts';
import { createTask, type Settlement } from '../settlement/settlement.ts';
import { note } from '../timeline/timeline.ts';
import { TimelineKind } from '../timeline/timeline-entry.ts';
import { type PaidFor, paidFor } from './paid-for.ts';
import type { CreatePaymentInput, PaymentFilter, PaymentIdInput } from './payment.inputs.ts';
import { PaymentStatus } from './payment.state.ts';
import { Payment } from './payment.ts';

/** How long a mutation waits for a wallet before it answers with what is known. */
const patienceMs = 8000;
/** After this, a job looks whether the call that the mutation began has come to its end. */
const netMs = 45_000;

export class PaymentService {
  readonly #settlement: Settlement;
  readonly #neighbours: Neighbours;
  readonly #background: InBackground;

  constructor(settlement: Settlement, neighbours: Neighbours, background: InBackground) {
    this.#settlement = settlement;
    this.#neighbours = neighbours;
    this.#background = background;
  }

  /**
   * Stores the payment, has its wallet create it, and answers with what is known by then: PENDING,
   * FAILED when the wallet refused, CREATED when it has not answered yet. The same idempotency key
   * from the same caller is the same payment. Throws VALIDATION_ERROR, IDEMPOTENCY_KEY_REUSED,
   * BAD_REQUEST for a header with another key, NOT_CONFIGURED, CONFLICT.
   */
  async create(input: CreatePaymentInput, context: SubgraphContext): Promise<Payment> {
    assertSameKey(context.idempotencyKey, input.idempotencyKey);
    const subject = await paidFor(input, context, this.#neighbours);
    this.#settlement.wallet(input.method, subject.organisationId);
    if (!allows(context.principal.scopes, 'payments:write') && input.amount !== subject.fee) {
      throw invalid('amount', `must be the program’s fee, ${subject.fee}`);
    }
    const { idempotencyKey: key, ...rest } = input;
    const request = {
      caller: context.principal.id,
      operation: 'createPayment',
      key,
      input: rest,
      keep: 'forever',
    } as const;
    const { id, repeated } = await context.em.transactional((em) =>
      once(em, request, async () => {
        const payment = newPayment(input, subject);
        em.persist(payment);
        await em.flush();
        note(em, payment.id, TimelineKind.INTENT, { actor: context.principal.id, amount: payment.amount });
        await em.flush();
        await record(em, {
          type: 'payment.created',
          subject: { type: 'Payment', id: payment.id },
          audience: [payment.organisationId],
          data: {
            payment_id: payment.id,
            amount: payment.amount,
            method: payment.method,
            program_id: payment.programId,
            student_id: payment.studentId,
            enrolment_id: payment.enrolmentId,
          },
          actor: context.principal.id,
          requestId: context.requestId,
        });
        await enqueue(
          em,
          createTask,
          { paymentId: payment.id },
          { inMs: netMs, key: `${createTask}:${payment.id}` },
        );
        return payment.id;
      }),
    );
    // A repeat joins the call that is under way, or makes the one that a crash left undone.
    if (!repeated || (await this.#settlement.payment(id)).createAttempts === 0) {
      await this.#background.wait(id, () => this.#settlement.create(id), patienceMs);
    }
    return this.#settlement.payment(id);
  }

  /**
   * Asks the wallet how the payment stands, now. Throws NOT_FOUND, VALIDATION_ERROR for another `method` than the
   * payment’s, UPSTREAM_UNAVAILABLE.
   */
  async verify(input: PaymentIdInput, context: SubgraphContext): Promise<Payment> {
    const payment = await this.#named(input, context);
    const error = await this.#settlement.check(payment.id, context.principal.id);
    if (error) {
      throw new HubError('UPSTREAM_UNAVAILABLE', {
        message: `${payment.method} did not say how the payment stands; it is asked again by itself.`,
        cause: error,
      });
    }
    return this.#settlement.payment(payment.id);
  }

  /**
   * Asks the wallet to cancel a pending payment; only its word cancels it. Cancelling what is cancelled
   * changes nothing. Throws NOT_FOUND, VALIDATION_ERROR for another `method` than the payment’s, CONFLICT when it is not
   * pending, UPSTREAM_UNAVAILABLE.
   */
  async cancel(input: PaymentIdInput, context: SubgraphContext): Promise<Payment> {
    const { id, method, organisationId } = await this.#named(input, context);
    await this.#settlement.create(id);
    const { status, walletPaymentId } = await this.#settlement.payment(id);
    if (status === PaymentStatus.CANCELLED) return this.#settlement.payment(id);
    if (status !== PaymentStatus.PENDING || walletPaymentId === null) throw notCancellable(status);
    const actor = context.principal.id;
    await this.#settlement.locked(id, [], async (payment, em) => {
      note(em, payment.id, TimelineKind.CANCEL, { actor });
      await this.#settlement.checkSoon(em, payment.id);
    });
    const wallet = this.#settlement.wallet(method, organisationId);
    const attempt = await this.#settlement.attempt((call) => wallet.cancel(walletPaymentId, call));
    await this.#settlement.locked(id, attempt.exchanges, async (payment, em) => {
      if (attempt.result) await this.#settlement.settle(em, payment, attempt.result, actor);
    });
    if (attempt.error) {
      const code = attempt.error.retryable ? 'UPSTREAM_UNAVAILABLE' : 'UPSTREAM_REJECTED';
      throw new HubError(code, { message: `${method} did not cancel the payment.`, cause: attempt.error });
    }
    const payment = await this.#settlement.payment(id);
    if (payment.status !== PaymentStatus.CANCELLED) throw notCancellable(payment.status);
    return payment;
  }

  list(filter: PaymentFilter, page: PageArgs, context: SubgraphContext): Promise<Page<Payment>> {
    const { needsAttention, ...exact } = filter;
    const where: Record<string, unknown> = { ...exact };
    if (needsAttention !== undefined) where.attention = needsAttention ? { $ne: null } : null;
    return findPage(context.em, Payment, where, page);
  }

  /** The payment, when the caller may see it; throws NOT_FOUND otherwise. */
  async visible(paymentId: string, context: SubgraphContext): Promise<Payment> {
    const payment = await context.em.findOne(Payment, { id: paymentId });
    if (!payment) throw notFound('payment', paymentId);
    return payment;
  }

  async #named({ paymentId, method }: PaymentIdInput, context: SubgraphContext): Promise<Payment> {
    const payment = await this.visible(paymentId, context);
    if (method && method !== payment.method)
      throw invalid('method', `is not that of the payment, which ${payment.method} collects`);
    return payment;
  }
}

function notCancellable(status: PaymentStatus): HubError {
  return new HubError('CONFLICT', { message: `A payment that is ${status} cannot be cancelled.` });
}

function newPayment(input: CreatePaymentInput, subject: PaidFor): Payment {
  const payment = new Payment();
  return Object.assign(payment, {
    organisationId: subject.organisationId,
    programId: subject.programId,
    studentId: subject.studentId,
    enrolmentId: subject.enrolmentId,
    method: input.method,
    amount: input.amount,
    description: input.description,
    customerName: input.customer.name,
    customerEmail: input.customer.email ?? null,
    customerPhone: mobileNumber(input.customer.phone),
    orderId: `HUB-${payment.id}`,
    returnToken: randomBytes(16).toString('base64url'),
  });
}

/** E.164 of an Indonesian mobile number, which is what a wallet account hangs on. Throws VALIDATION_ERROR for any other. */
function mobileNumber(phone: string): string {
  const number = e164(phone);
  toLocalPhone(number);
  return number;
}
