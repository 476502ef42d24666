import type { FastifyInstance } from 'fastify';
import { Refusal, readJson } from '../../../platform/integration-kit/sandbox-kit.ts';
import { SandboxTokens } from '../../../platform/integration-kit/sandbox-oauth.ts';
import { mountWallet, type WalletStandInOptions } from '../sandbox/wallet-stand-in.ts';
import { ovoOrder, ovoSignature, ovoSignatureHeader, ovoTimestampHeader } from './contract.ts';

export interface OvoCredentials {
  clientId: string;
  clientSecret: string;
  secretKey: string;
  merchantId: string;
}

/** OVO's stand-in. Its base URL is `/ovo/v1.0`; its index page is the customer's app. */
export function mountOvo(
  app: FastifyInstance,
  credentials: OvoCredentials,
  options: WalletStandInOptions,
): void {
  const { clientId, clientSecret, secretKey, merchantId } = credentials;
  const tokens = new SandboxTokens({ clientId, clientSecret, expiresInSeconds: 900 });
  const kit = mountWallet(
    app,
    {
      name: 'ovo',
      title: 'OVO',
      collection: '/v1.0/api/customers/transactions',
      idField: 'transaction_id',
      idPrefix: 'OVO',
      secretKey,
      sign(secret, rawBody, { path, at }) {
        const timestamp = at.toISOString();
        return {
          [ovoTimestampHeader]: timestamp,
          [ovoSignatureHeader]: ovoSignature(secret, { path, timestamp, rawBody }),
        };
      },
      check: (request) => tokens.check(request),
      readOrder(request) {
        const body = readJson(request, ovoOrder);
        if (body.merchant_id !== merchantId)
          throw new Refusal(422, 'UNKNOWN_MERCHANT', 'There is no such merchant.');
        return {
          orderId: body.order_id,
          amount: body.amount,
          description: body.description,
          customer: body.phone,
          callbackUrl: body.callback_url,
          returnUrl: null,
        };
      },
      created: (order) => ({
        transaction_id: order.id,
        status: order.status,
        expires_at: order.expiresAt.toISOString(),
      }),
      payPage: false,
    },
    options,
  );
  tokens.serve(app, kit, '/v1.0/oauth/token');
}
