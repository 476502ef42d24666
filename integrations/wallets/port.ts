import type { OutsideCall } from '../../platform/http-client/http-client.ts';

export const walletMethods = ['GOPAY', 'LINKAJA', 'OVO'] as const;
export type WalletMethod = (typeof walletMethods)[number];

/** The wallets' own status words. An unknown word is kept as `rawStatus` and read as PENDING, never as PAID. */
export type WalletStatus =
  | 'PENDING'
  | 'PAID'
  | 'FAILED'
  | 'CANCELLED'
  | 'EXPIRED'
  | 'PARTIALLY_REFUNDED'
  | 'REFUNDED';

/** What a wallet is asked to collect. Amounts are whole rupiah. */
export interface WalletOrder {
  /** The hub's own order id: creating twice with the same one is safe. */
  orderId: string;
  amount: number;
  description: string;
  /** `phone` in E.164 (`+628...`); each wallet writes it in its own form. */
  customer: { name: string; email?: string | undefined; phone: string };
  callbackUrl: string;
  returnUrl: string;
  metadata: { training_program_id?: string | undefined; participant_id?: string | undefined };
}

/** A wallet's answer to a create, the first or a repeated one. */
export interface WalletPayment {
  walletPaymentId: string;
  /** Page on which the customer pays; null for OVO, whose customer confirms in the app. */
  paymentUrl: string | null;
  /** Link to, or content of, the QR code, where the wallet gives one. */
  qrCode: string | null;
  expiresAt: Date | null;
}

/** A payment as the wallet sees it when asked. */
export interface WalletReading {
  walletPaymentId: string;
  orderId: string;
  status: WalletStatus;
  /** The wallet's own word, before it was mapped. */
  rawStatus: string;
  amount: number;
  currency: string;
  paidAt: Date | null;
  refundedAmount: number;
}

export interface WalletRefund {
  refundId: string;
  amount: number;
  status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
}

/** A callback as it arrived, byte for byte. */
export interface CallbackRequest {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  rawBody: Buffer;
  receivedAt: Date;
  /** Path of the callback_url that the hub sent to the wallet (OVO signs it), not the path of arrival. */
  callbackPath: string;
}

/** Whether a callback is the wallet's own word. `reason` says what is wrong, for the timeline and the log. */
export type SignatureVerdict =
  | { valid: true }
  | { valid: false; reason: 'MISSING_SIGNATURE' | 'WRONG_SIGNATURE' | 'STALE_TIMESTAMP' };

/** What a callback says; only a hint to read the payment back, never moved on by itself. */
export interface WalletCallback {
  eventId: string;
  walletPaymentId: string;
  orderId: string;
  rawStatus: string;
  amount: number | null;
  currency: string | null;
  occurredAt: Date | null;
}

/**
 * A wallet that collects money. Every method that calls out throws an OutsideError (see
 * platform/http-client): REJECTED is final, UNAVAILABLE, TIMEOUT and INVALID_REPLY leave the outcome
 * open, to be settled by asking again.
 */
export interface Wallet {
  readonly method: WalletMethod;
  /**
   * Creates the order; a wallet that has it already (409) answers with the existing one. Throws a
   * HubError VALIDATION_ERROR, before anything is sent, for a phone that this wallet cannot serve
   * (LinkAja and OVO: any but an Indonesian mobile number; see local-phone.ts).
   */
  create(order: WalletOrder, call: OutsideCall): Promise<WalletPayment>;
  read(walletPaymentId: string, call: OutsideCall): Promise<WalletReading>;
  /** Cancels a pending payment. One that is no longer pending is left as it is, and its reading says so. */
  cancel(walletPaymentId: string, call: OutsideCall): Promise<WalletReading>;
  /** Refunds part or all; the same `refundId` is the same refund. */
  refund(
    refund: { walletPaymentId: string; refundId: string; amount: number; reason: string },
    call: OutsideCall,
  ): Promise<WalletRefund>;
  readRefund(walletPaymentId: string, refundId: string, call: OutsideCall): Promise<WalletRefund>;
  verifySignature(request: CallbackRequest): SignatureVerdict;
  /** Reads the body of a callback; throws a HubError VALIDATION_ERROR when it is no JSON object or lacks an id. */
  parseCallback(rawBody: Buffer): WalletCallback;
}
