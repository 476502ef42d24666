import type { EntityManager } from '@mikro-orm/postgresql';
import { LockMode } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type {
  Wallet,
  WalletMethod,
  WalletOrder,
  WalletPayment,
  WalletReading,
} from '../../../integrations/wallets/port.ts';
import { isOfSandbox, ofOrganisation, type PerEnvironment } from '../../../platform/environment.ts';
import { HubError } from '../../../platform/errors.ts';
import type { Exchange, OutsideCall } from '../../../platform/http-client/http-client.ts';
import { OutsideError } from '../../../platform/http-client/outside-error.ts';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { currentRequestId, log } from '../../../platform/log.ts';
import { openStatuses, PaymentStatus } from '../payments/payment.state.ts';
import { Payment } from '../payments/payment.ts';
import { Refund, RefundStatus } from '../refunds/refund.ts';
import { exchangeDetail, note } from '../timeline/timeline.ts';
import { TimelineKind } from '../timeline/timeline-entry.ts';
import { applyReading } from './apply-reading.ts';
import { type CheckSchedule, nextCheck, retryDelay } from './check-schedule.ts';
import { take } from './transition.ts';

export const createTask = 'payments.create';
export const checkTask = 'payments.check';
export const refundTask = 'payments.refund';

/** How many times a payment is read again soon after a callback whose news the wallet does not confirm yet. */
const rechecksAfterCallback = 3;
const recheckMs = 5000;

export interface SettlementOptions {
  wallets: PerEnvironment<ReadonlyMap<WalletMethod, Wallet>>;
  schedule: CheckSchedule;
  /** Address that wallets call back and send customers back to, without a trailing slash. */
  publicUrl: string;
}

/** Why a payment may have to be read again sooner than its schedule says. */
export interface Urgency {
  /** How many more times to look soon for news that a callback brought and the wallet does not confirm yet. */
  rechecks: number;
  /** How many times in a row the wallet has not answered. */
  misses: number;
}

const calm: Urgency = { rechecks: 0, misses: 0 };

/** The outcome of one call to a wallet, with every HTTP exchange that it took. */
export interface Attempt<T> {
  exchanges: Exchange[];
  result?: T;
  error?: OutsideError;
}

/**
 * Brings payments and wallets into step. Intent is stored before a wallet is called and the outcome
 * after; no transaction is open in between. Every method may be repeated at any time: a job finishes
 * what a crash left half-done.
 */
export class Settlement {
  readonly #em: EntityManager;
  readonly #options: SettlementOptions;

  /** `em` sees every organisation: the hub settles for itself. */
  constructor(em: EntityManager, options: SettlementOptions) {
    this.#em = em;
    this.#options = options;
  }

  /** The wallet of `method` for an organisation: those of the sandbox have their own. Throws NOT_CONFIGURED. */
  wallet(method: WalletMethod, organisationId: string): Wallet {
    const wallet = ofOrganisation(this.#options.wallets, organisationId).get(method);
    if (wallet) return wallet;
    const where = isOfSandbox(organisationId) ? 'for sandbox organisations of this hub' : 'on this hub';
    throw new HubError('NOT_CONFIGURED', { message: `${method} is not configured ${where}.` });
  }

  /** Calls a wallet and tells what came of it; only OutsideErrors are outcomes, everything else is thrown. */
  async attempt<T>(call: (outside: OutsideCall) => Promise<T>): Promise<Attempt<T>> {
    const exchanges: Exchange[] = [];
    const outside = {
      requestId: currentRequestId() ?? uuidv7(),
      record: (exchange: Exchange) => exchanges.push(exchange),
    };
    try {
      return { exchanges, result: await call(outside) };
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      return { exchanges, error };
    }
  }

  /** Runs `work` on the payment with its row locked, in a transaction, after noting `exchanges`. */
  async locked<T>(
    paymentId: string,
    exchanges: readonly Exchange[],
    work: (payment: Payment, em: EntityManager) => Promise<T>,
  ): Promise<T> {
    return this.#em.fork().transactional(async (em) => {
      const payment = await em.findOneOrFail(
        Payment,
        { id: paymentId },
        { filters: { fence: false }, lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      for (const exchange of exchanges) note(em, payment.id, TimelineKind.EXCHANGE, exchangeDetail(exchange));
      return work(payment, em);
    });
  }

  async payment(paymentId: string): Promise<Payment> {
    return this.#em.fork().findOneOrFail(Payment, { id: paymentId }, { filters: { fence: false } });
  }

  /**
   * Makes the payment known to its wallet: to PENDING when the wallet confirms, to FAILED when it
   * refuses. An outcome that is not known leaves it CREATED and is asked for again by a job, with
   * the same order id, so that it is neither lost nor made twice.
   */
  async create(paymentId: string): Promise<void> {
    const payment = await this.payment(paymentId);
    if (payment.status !== PaymentStatus.CREATED) return;
    const wallet = this.wallet(payment.method, payment.organisationId);
    const { exchanges, result, error } = await this.attempt((call) =>
      wallet.create(this.#orderOf(payment), call),
    );
    await this.locked(paymentId, exchanges, async (current, em) => {
      if (current.status !== PaymentStatus.CREATED) return;
      current.createAttempts += 1;
      if (result) await this.#created(em, current, result);
      else if (error && isRefusal(error)) await this.#refused(em, current, error);
      else await this.#createAgain(em, current, error);
    });
  }

  async #created(em: EntityManager, payment: Payment, created: WalletPayment): Promise<void> {
    payment.walletPaymentId = created.walletPaymentId;
    payment.paymentUrl = created.paymentUrl;
    payment.qrCode = created.qrCode;
    payment.expiresAt = created.expiresAt;
    await take(em, payment, { from: PaymentStatus.CREATED, to: PaymentStatus.PENDING }, 'wallet');
    await this.#scheduleCheck(em, payment);
  }

  async #refused(em: EntityManager, payment: Payment, error: OutsideError): Promise<void> {
    payment.failureReason = error.vendorMessage ?? error.message;
    // An earlier attempt whose outcome is not known may have made the order all the same.
    const attention =
      payment.createAttempts > 1 ? 'Refused after an attempt whose outcome is not known.' : undefined;
    const step = { from: PaymentStatus.CREATED, to: PaymentStatus.FAILED, ...(attention && { attention }) };
    await take(em, payment, step, 'wallet');
  }

  async #createAgain(em: EntityManager, payment: Payment, error: OutsideError | undefined): Promise<void> {
    await em.flush();
    const age = Date.now() - payment.createdAt.getTime();
    if (age > this.#options.schedule.giveUpAfter) {
      payment.attention = 'The wallet never answered whether it knows of this payment.';
      await em.flush();
      return;
    }
    const inMs = retryDelay(payment.createAttempts, error?.retryAfterMs ?? null);
    await enqueue(em, createTask, { paymentId: payment.id }, { inMs, key: `${createTask}:${payment.id}` });
  }

  /**
   * Reads the payment back from its wallet and moves it as far as the wallet's word leads; schedules
   * the next check while it is open. Returns the error when the wallet did not say.
   */
  async check(paymentId: string, actor = 'wallet', urgency = calm): Promise<OutsideError | undefined> {
    let payment = await this.payment(paymentId);
    if (payment.status === PaymentStatus.CREATED) {
      await this.create(paymentId);
      payment = await this.payment(paymentId);
    }
    const { walletPaymentId } = payment;
    if (walletPaymentId === null) return undefined;
    const wallet = this.wallet(payment.method, payment.organisationId);
    const { exchanges, result, error } = await this.attempt((call) => wallet.read(walletPaymentId, call));
    if (error) log.warn({ err: error, paymentId }, 'a payment could not be read back');
    await this.locked(paymentId, exchanges, async (current, em) => {
      if (result) await this.settle(em, current, result, actor, { ...urgency, misses: 0 });
      else await this.#scheduleCheck(em, current, { ...urgency, misses: urgency.misses + 1 });
    });
    return error;
  }

  /** Moves the payment as far as a reading leads, and plans the next check. */
  async settle(
    em: EntityManager,
    payment: Payment,
    reading: WalletReading,
    actor: string,
    urgency = calm,
  ): Promise<void> {
    const { refundedAmount } = payment;
    await applyReading(em, payment, reading, actor);
    if (payment.refundedAmount > refundedAmount) await this.#askRefunds(em, payment);
    await this.#scheduleCheck(em, payment, urgency);
  }

  /** The wallet gave money back: the refunds that wait for its word are asked for now. */
  async #askRefunds(em: EntityManager, payment: Payment): Promise<void> {
    const waiting = await em.find(
      Refund,
      { paymentId: payment.id, status: RefundStatus.PENDING },
      { filters: { fence: false } },
    );
    for (const { id } of waiting)
      await enqueue(em, refundTask, { refundId: id }, { key: `${refundTask}:${id}` });
  }

  /** Plans the next look at a payment that is still open; flags one that is too old for that. */
  async #scheduleCheck(em: EntityManager, payment: Payment, urgency = calm): Promise<void> {
    await em.flush();
    if (!openStatuses.has(payment.status)) return;
    const now = Date.now();
    const planned = nextCheck(this.#options.schedule, payment, new Date(now));
    if (!planned) {
      payment.attention = 'The wallet still says that it is pending, long after it was made.';
      await em.flush();
      return;
    }
    const { rechecks, misses } = urgency;
    const soon = misses > 0 ? retryDelay(misses, null) : rechecks > 0 ? recheckMs : Number.POSITIVE_INFINITY;
    const inMs = Math.min(planned.getTime() - now, soon);
    const payload = { paymentId: payment.id, rechecks: Math.max(0, rechecks - 1), misses };
    await enqueue(em, checkTask, payload, { inMs, key: `${checkTask}:${payment.id}` });
  }

  /** Has the payment read back at once by a job, because its wallet called. Within the transaction of `em`. */
  async checkSoon(em: EntityManager, paymentId: string): Promise<void> {
    const payload = { paymentId, rechecks: rechecksAfterCallback };
    // Not the key of the planned look: planning that one, which goes on at the same time, would put this one off.
    await enqueue(em, checkTask, payload, { key: `${checkTask}:${paymentId}:now` });
  }

  #orderOf(payment: Payment): WalletOrder {
    const { publicUrl } = this.#options;
    return {
      orderId: payment.orderId,
      amount: payment.amount,
      description: payment.description,
      customer: {
        name: payment.customerName,
        phone: payment.customerPhone,
        ...(payment.customerEmail !== null && { email: payment.customerEmail }),
      },
      callbackUrl: callbackUrl(publicUrl, payment.method, isOfSandbox(payment.organisationId)),
      returnUrl: `${publicUrl}/payments/return?t=${payment.returnToken}`,
      metadata: { training_program_id: payment.programId, participant_id: payment.studentId },
    };
  }
}

/** Whether a wallet refused the order itself, for good; 401 and 403 are about the hub's own credentials and are asked again. */
export function isRefusal(error: OutsideError): boolean {
  return error.kind === 'REJECTED' && error.status !== 401 && error.status !== 403;
}

/** Where a wallet calls back, live or of the sandbox. */
export function callbackUrl(publicUrl: string, method: WalletMethod, sandbox: boolean): string {
  return `${publicUrl}/payments${sandbox ? '/sandbox' : ''}/callback/${method.toLowerCase()}`;
}
