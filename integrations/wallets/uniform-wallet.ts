import type { ZodType } from 'zod';
import type { OutsideCall } from '../../platform/http-client/http-client.ts';
import { log } from '../../platform/log.ts';
import {
  type CallbackBody,
  type RefundReply,
  readCallback,
  type StatusMap,
  type StatusReply,
} from './contract.ts';
import type {
  CallbackRequest,
  SignatureVerdict,
  Wallet,
  WalletCallback,
  WalletMethod,
  WalletOrder,
  WalletPayment,
  WalletReading,
  WalletRefund,
} from './port.ts';
import type { WalletCalls } from './wallet-calls.ts';

/** What the three wallets do alike. A wallet adds how it is asked for money, and how it signs. */
export abstract class UniformWallet<Created> implements Wallet {
  abstract readonly method: WalletMethod;
  protected readonly calls: WalletCalls<Created>;
  readonly #statusMap: StatusMap;
  readonly #callback: ZodType<CallbackBody>;

  constructor(calls: WalletCalls<Created>, statusMap: StatusMap, callback: ZodType<CallbackBody>) {
    this.calls = calls;
    this.#statusMap = statusMap;
    this.#callback = callback;
  }

  abstract create(order: WalletOrder, call: OutsideCall): Promise<WalletPayment>;
  abstract verifySignature(request: CallbackRequest): SignatureVerdict;

  async read(walletPaymentId: string, call: OutsideCall): Promise<WalletReading> {
    return this.#reading(await this.calls.read(walletPaymentId, call));
  }

  async cancel(walletPaymentId: string, call: OutsideCall): Promise<WalletReading> {
    return this.#reading(await this.calls.cancel(walletPaymentId, call));
  }

  async refund(
    refund: { walletPaymentId: string; refundId: string; amount: number; reason: string },
    call: OutsideCall,
  ): Promise<WalletRefund> {
    const { walletPaymentId, refundId, amount, reason } = refund;
    return toRefund(await this.calls.refund(walletPaymentId, { refund_id: refundId, amount, reason }, call));
  }

  async readRefund(walletPaymentId: string, refundId: string, call: OutsideCall): Promise<WalletRefund> {
    return toRefund(await this.calls.readRefund(walletPaymentId, refundId, call));
  }

  parseCallback(rawBody: Buffer): WalletCallback {
    return readCallback(rawBody, this.#callback);
  }

  #reading(reply: StatusReply): WalletReading {
    const known = Object.hasOwn(this.#statusMap, reply.status) ? this.#statusMap[reply.status] : undefined;
    if (!known) {
      log.warn(
        { wallet: this.method, walletPaymentId: reply.payment_id, status: reply.status },
        'unknown status word of a wallet, read as PENDING',
      );
    }
    return {
      walletPaymentId: reply.payment_id,
      orderId: reply.order_id,
      status: known ?? 'PENDING',
      rawStatus: reply.status,
      amount: reply.amount,
      currency: reply.currency,
      paidAt: reply.paid_at ?? null,
      refundedAmount: reply.refunded_amount,
    };
  }
}

function toRefund(reply: RefundReply): WalletRefund {
  return { refundId: reply.refund_id, amount: reply.amount, status: reply.status };
}
