import type { HttpClient, OutsideCall } from '../../../platform/http-client/http-client.ts';
import { isFresh, sameSignature, singleHeader } from '../../../platform/integration-kit/signature.ts';
import { toLocalPhone } from '../local-phone.ts';
import type { CallbackRequest, SignatureVerdict, WalletOrder, WalletPayment } from '../port.ts';
import { UniformWallet } from '../uniform-wallet.ts';
import { createOvoClient } from './client.ts';
import {
  type OvoConfiguration,
  type OvoCreated,
  type OvoOrder,
  ovoCallback,
  ovoSignature,
  ovoSignatureHeader,
  ovoStatusMap,
  ovoTimestampHeader,
} from './contract.ts';

export class Ovo extends UniformWallet<OvoCreated> {
  readonly method = 'OVO';
  readonly #merchantId: string;
  readonly #secretKey: string;

  constructor(configuration: OvoConfiguration, http: HttpClient) {
    super(createOvoClient(configuration, http), ovoStatusMap, ovoCallback);
    this.#merchantId = configuration.OVO_MERCHANT_ID;
    this.#secretKey = configuration.OVO_SECRET_KEY;
  }

  async create(order: WalletOrder, call: OutsideCall): Promise<WalletPayment> {
    const body: OvoOrder = {
      amount: order.amount,
      merchant_id: this.#merchantId,
      order_id: order.orderId,
      description: order.description,
      phone: toLocalPhone(order.customer.phone),
      callback_url: order.callbackUrl,
    };
    const created = await this.calls.create(body, call);
    return {
      walletPaymentId: created.transaction_id,
      paymentUrl: null,
      qrCode: null,
      expiresAt: created.expires_at ?? null,
    };
  }

  verifySignature({ headers, rawBody, receivedAt, callbackPath }: CallbackRequest): SignatureVerdict {
    const given = singleHeader(headers, ovoSignatureHeader);
    const timestamp = singleHeader(headers, ovoTimestampHeader);
    if (!given || !timestamp) return { valid: false, reason: 'MISSING_SIGNATURE' };
    const expected = ovoSignature(this.#secretKey, { path: callbackPath, timestamp, rawBody });
    if (!sameSignature(given, expected)) return { valid: false, reason: 'WRONG_SIGNATURE' };
    return isFresh(timestamp, receivedAt) ? { valid: true } : { valid: false, reason: 'STALE_TIMESTAMP' };
  }
}
