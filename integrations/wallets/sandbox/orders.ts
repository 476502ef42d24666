import { randomBytes } from 'node:crypto';
import { Refusal } from '../../../platform/integration-kit/sandbox-kit.ts';
import type { WalletStatus } from '../port.ts';

/** What a stand-in was asked to collect. */
export interface NewOrder {
  orderId: string;
  amount: number;
  description: string;
  customer: string;
  callbackUrl: string;
  returnUrl: string | null;
}

export type RefundStatus = 'PENDING' | 'SUCCEEDED' | 'FAILED';

export interface SandboxRefund {
  refundId: string;
  amount: number;
  status: RefundStatus;
}

export interface SandboxOrder extends NewOrder {
  id: string;
  status: WalletStatus;
  createdAt: Date;
  expiresAt: Date;
  paidAt: Date | null;
  refunds: Map<string, SandboxRefund>;
}

/** How a stand-in behaves until it is told otherwise. */
export interface WalletBehaviour {
  /** The customer pays as soon as the answer to the create has left. */
  autoPay: boolean;
  expiresInMs: number;
  /** What becomes of a new refund at once. */
  refundOutcome: RefundStatus;
}

/** Tells whoever listens that an order has changed from `previous` to what it is now. */
export type OrderChanged = (order: SandboxOrder, previous: WalletStatus) => void;

/** The books of one wallet's stand-in, in memory. */
export class SandboxOrders {
  readonly behaviour: WalletBehaviour = {
    autoPay: false,
    expiresInMs: 30 * 60_000,
    refundOutcome: 'SUCCEEDED',
  };
  readonly #idPrefix: string;
  readonly #changed: OrderChanged;
  readonly #byId = new Map<string, SandboxOrder>();
  readonly #byOrderId = new Map<string, SandboxOrder>();
  readonly #expiries = new Map<string, NodeJS.Timeout>();

  constructor(idPrefix: string, changed: OrderChanged) {
    this.#idPrefix = idPrefix;
    this.#changed = changed;
  }

  /** The same order id again is the order that exists. */
  create(order: NewOrder): { order: SandboxOrder; existed: boolean } {
    const existing = this.#byOrderId.get(order.orderId);
    if (existing) return { order: existing, existed: true };
    const now = Date.now();
    const created: SandboxOrder = {
      ...order,
      // Random, since the books do not outlive the process but the hub's memory of old ids does.
      id: `${this.#idPrefix}-${new Date(now).getUTCFullYear()}-${randomBytes(6).toString('hex').toUpperCase()}`,
      status: 'PENDING',
      createdAt: new Date(now),
      expiresAt: new Date(now + this.behaviour.expiresInMs),
      paidAt: null,
      refunds: new Map(),
    };
    this.#byId.set(created.id, created);
    this.#byOrderId.set(created.orderId, created);
    const expiry = setTimeout(() => this.#endPending(created, 'EXPIRED'), this.behaviour.expiresInMs);
    this.#expiries.set(created.id, expiry.unref());
    return { order: created, existed: false };
  }

  get(id: string): SandboxOrder {
    const order = this.#byId.get(id);
    if (!order) throw new Refusal(404, 'NOT_FOUND', 'There is no such payment.');
    return order;
  }

  getByOrderId(orderId: string): SandboxOrder {
    const order = this.#byOrderId.get(orderId);
    if (!order) throw new Refusal(404, 'NOT_FOUND', 'There is no such order.');
    return order;
  }

  list(): SandboxOrder[] {
    return [...this.#byId.values()];
  }

  /** The customer pays. `anyway`: also after it failed, expired or was cancelled, as real money can. */
  pay(order: SandboxOrder, anyway = false): void {
    const unpaid = ['FAILED', 'EXPIRED', 'CANCELLED'].includes(order.status);
    if (order.status !== 'PENDING' && !(anyway && unpaid)) throw notPending(order);
    order.paidAt = new Date();
    this.#move(order, 'PAID');
  }

  decline(order: SandboxOrder): void {
    if (!this.#endPending(order, 'FAILED')) throw notPending(order);
  }

  expire(order: SandboxOrder): void {
    if (!this.#endPending(order, 'EXPIRED')) throw notPending(order);
  }

  cancel(order: SandboxOrder): void {
    if (!this.#endPending(order, 'CANCELLED')) throw notPending(order);
  }

  refund(order: SandboxOrder, refundId: string, amount: number): SandboxRefund {
    const existing = order.refunds.get(refundId);
    if (existing?.amount === amount) return existing;
    if (existing) throw new Refusal(409, 'REFUND_ID_REUSED', 'That refund_id has another amount.');
    if (order.status !== 'PAID' && order.status !== 'PARTIALLY_REFUNDED')
      throw new Refusal(422, 'NOT_PAID', 'Only what has been paid can be refunded.');
    if (amount > order.amount - refunded(order, ['SUCCEEDED', 'PENDING']))
      throw new Refusal(422, 'REFUND_TOO_LARGE', 'That is more than is left of the payment.');
    const refund: SandboxRefund = { refundId, amount, status: 'PENDING' };
    order.refunds.set(refundId, refund);
    this.settleRefund(order, refund, this.behaviour.refundOutcome);
    return refund;
  }

  /** Ends a pending refund. */
  settleRefund(order: SandboxOrder, refund: SandboxRefund, outcome: RefundStatus): void {
    if (refund.status !== 'PENDING') throw new Refusal(409, 'NOT_PENDING', 'The refund has ended already.');
    refund.status = outcome;
    if (outcome !== 'SUCCEEDED') return;
    this.#move(order, refundedAmount(order) === order.amount ? 'REFUNDED' : 'PARTIALLY_REFUNDED');
  }

  close(): void {
    for (const expiry of this.#expiries.values()) clearTimeout(expiry);
    this.#expiries.clear();
  }

  #endPending(order: SandboxOrder, status: WalletStatus): boolean {
    if (order.status !== 'PENDING') return false;
    this.#move(order, status);
    return true;
  }

  #move(order: SandboxOrder, status: WalletStatus): void {
    clearTimeout(this.#expiries.get(order.id));
    this.#expiries.delete(order.id);
    const previous = order.status;
    order.status = status;
    this.#changed(order, previous);
  }
}

export function refundedAmount(order: SandboxOrder): number {
  return refunded(order, ['SUCCEEDED']);
}

function refunded(order: SandboxOrder, statuses: readonly RefundStatus[]): number {
  let sum = 0;
  for (const refund of order.refunds.values()) if (statuses.includes(refund.status)) sum += refund.amount;
  return sum;
}

function notPending(order: SandboxOrder): Refusal {
  return new Refusal(409, 'NOT_PENDING', `The payment is ${order.status}.`);
}
