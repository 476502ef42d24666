import type { FastifyInstance } from 'fastify';
import { Refusal, readJson, type StandInRequest } from '../../../platform/integration-kit/sandbox-kit.ts';
import { sameSignature, singleHeader } from '../../../platform/integration-kit/signature.ts';
import { mountWallet, type WalletStandInOptions } from '../sandbox/wallet-stand-in.ts';
import { gopayOrder, gopaySignature, gopaySignatureHeader } from './contract.ts';

export interface GopayCredentials {
  apiKey: string;
  secretKey: string;
}

/** GoPay's stand-in. Its base URL is `/gopay/v1`. */
export function mountGopay(
  app: FastifyInstance,
  credentials: GopayCredentials,
  options: WalletStandInOptions,
): void {
  const { apiKey, secretKey } = credentials;
  const check = (request: StandInRequest) => {
    if (!sameSignature(request.headers.authorization ?? '', `Bearer ${apiKey}`))
      throw new Refusal(401, 'UNAUTHORIZED', 'The API key is missing or wrong.');
    if (request.rawBody.length === 0) return;
    const given = singleHeader(request.headers, gopaySignatureHeader) ?? '';
    if (!sameSignature(given, gopaySignature(secretKey, request.rawBody)))
      throw new Refusal(401, 'INVALID_SIGNATURE', 'X-Gojek-Signature is missing or wrong.');
  };
  mountWallet(
    app,
    {
      name: 'gopay',
      title: 'GoPay',
      collection: '/v1/payments',
      idField: 'payment_id',
      idPrefix: 'GOPAY',
      secretKey,
      sign: (secret, rawBody) => ({ [gopaySignatureHeader]: gopaySignature(secret, rawBody) }),
      check,
      readOrder(request) {
        const body = readJson(request, gopayOrder);
        return {
          orderId: body.order_id,
          amount: body.amount,
          description: body.description,
          customer: body.customer.name,
          callbackUrl: body.callback_url,
          returnUrl: body.return_url,
        };
      },
      created: (order, pages) => ({
        payment_id: order.id,
        payment_url: `${pages}/pay/${order.id}`,
        qr_code: `${pages}/qr/${order.id}`,
        expires_at: order.expiresAt.toISOString(),
      }),
      payPage: true,
    },
    options,
  );
}
