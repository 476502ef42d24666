import type { HttpClient, OutsideCall } from '../../../platform/http-client/http-client.ts';
import { sameSignature, singleHeader } from '../../../platform/integration-kit/signature.ts';
import type { CallbackRequest, SignatureVerdict, WalletOrder, WalletPayment } from '../port.ts';
import { UniformWallet } from '../uniform-wallet.ts';
import { createGopayClient } from './client.ts';
import {
  type GopayConfiguration,
  type GopayCreated,
  type GopayOrder,
  gopayCallback,
  gopaySignature,
  gopaySignatureAlias,
  gopaySignatureHeader,
  gopayStatusMap,
} from './contract.ts';

export class Gopay extends UniformWallet<GopayCreated> {
  readonly method = 'GOPAY';
  readonly #secretKey: string;

  constructor(configuration: GopayConfiguration, http: HttpClient) {
    super(createGopayClient(configuration, http), gopayStatusMap, gopayCallback);
    this.#secretKey = configuration.GOPAY_SECRET_KEY;
  }

  async create(order: WalletOrder, call: OutsideCall): Promise<WalletPayment> {
    const { customer, metadata } = order;
    const body: GopayOrder = {
      amount: order.amount,
      currency: 'IDR',
      order_id: order.orderId,
      description: order.description,
      customer: { name: customer.name, email: customer.email, phone: customer.phone },
      callback_url: order.callbackUrl,
      return_url: order.returnUrl,
      metadata: {
        training_program_id: metadata.training_program_id,
        participant_id: metadata.participant_id,
      },
    };
    const created = await this.calls.create(body, call);
    return {
      walletPaymentId: created.payment_id,
      paymentUrl: created.payment_url,
      qrCode: created.qr_code ?? null,
      expiresAt: created.expires_at ?? null,
    };
  }

  /** GoPay sends no time, so there is no staleness: a replay is known by its event id alone. */
  verifySignature({ headers, rawBody }: CallbackRequest): SignatureVerdict {
    const given = singleHeader(headers, gopaySignatureHeader) ?? singleHeader(headers, gopaySignatureAlias);
    if (!given) return { valid: false, reason: 'MISSING_SIGNATURE' };
    return sameSignature(given, gopaySignature(this.#secretKey, rawBody))
      ? { valid: true }
      : { valid: false, reason: 'WRONG_SIGNATURE' };
  }
}
