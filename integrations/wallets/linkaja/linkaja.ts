import type { HttpClient, OutsideCall } from '../../../platform/http-client/http-client.ts';
import { isFresh, sameSignature, singleHeader } from '../../../platform/integration-kit/signature.ts';
import { toLocalPhone } from '../local-phone.ts';
import type { CallbackRequest, SignatureVerdict, WalletOrder, WalletPayment } from '../port.ts';
import { UniformWallet } from '../uniform-wallet.ts';
import { createLinkajaClient } from './client.ts';
import {
  type LinkajaConfiguration,
  type LinkajaCreated,
  type LinkajaOrder,
  linkajaCallback,
  linkajaSignature,
  linkajaSignatureHeader,
  linkajaStatusMap,
  linkajaTimestampHeader,
} from './contract.ts';

export class Linkaja extends UniformWallet<LinkajaCreated> {
  readonly method = 'LINKAJA';
  readonly #secretKey: string;

  constructor(configuration: LinkajaConfiguration, http: HttpClient) {
    super(createLinkajaClient(configuration, http), linkajaStatusMap, linkajaCallback);
    this.#secretKey = configuration.LINKAJA_SECRET_KEY;
  }

  async create(order: WalletOrder, call: OutsideCall): Promise<WalletPayment> {
    const programId = order.metadata.training_program_id;
    const body: LinkajaOrder = {
      amount: order.amount,
      currency: 'IDR',
      order_id: order.orderId,
      description: order.description,
      customer: { msisdn: toLocalPhone(order.customer.phone), name: order.customer.name },
      callback_url: order.callbackUrl,
      ...(programId && { metadata: { training_program_id: programId } }),
    };
    const created = await this.calls.create(body, call);
    return {
      walletPaymentId: created.payment_id,
      paymentUrl: created.payment_url,
      qrCode: null,
      expiresAt: created.expires_at ?? null,
    };
  }

  verifySignature({ headers, rawBody, receivedAt }: CallbackRequest): SignatureVerdict {
    const given = singleHeader(headers, linkajaSignatureHeader);
    const timestamp = singleHeader(headers, linkajaTimestampHeader);
    if (!given || !timestamp) return { valid: false, reason: 'MISSING_SIGNATURE' };
    if (!sameSignature(given, linkajaSignature(this.#secretKey, timestamp, rawBody)))
      return { valid: false, reason: 'WRONG_SIGNATURE' };
    return isFresh(timestamp, receivedAt) ? { valid: true } : { valid: false, reason: 'STALE_TIMESTAMP' };
  }
}
