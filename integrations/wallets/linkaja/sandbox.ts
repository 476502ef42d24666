import type { FastifyInstance } from 'fastify';
import { readJson } from '../../../platform/integration-kit/sandbox-kit.ts';
import { SandboxTokens } from '../../../platform/integration-kit/sandbox-oauth.ts';
import { mountWallet, type WalletStandInOptions } from '../sandbox/wallet-stand-in.ts';
import {
  linkajaOrder,
  linkajaSignature,
  linkajaSignatureHeader,
  linkajaTimestampHeader,
} from './contract.ts';

export interface LinkajaCredentials {
  clientId: string;
  clientSecret: string;
  secretKey: string;
}

/** LinkAja's stand-in. Its base URL is `/linkaja/v1`. */
export function mountLinkaja(
  app: FastifyInstance,
  credentials: LinkajaCredentials,
  options: WalletStandInOptions,
): void {
  const { clientId, clientSecret, secretKey } = credentials;
  const tokens = new SandboxTokens({ clientId, clientSecret, expiresInSeconds: 3600 });
  const kit = mountWallet(
    app,
    {
      name: 'linkaja',
      title: 'LinkAja',
      collection: '/v1/payments',
      idField: 'payment_id',
      idPrefix: 'LINKAJA',
      secretKey,
      sign(secret, rawBody, { at }) {
        const timestamp = at.toISOString();
        return {
          [linkajaTimestampHeader]: timestamp,
          [linkajaSignatureHeader]: linkajaSignature(secret, timestamp, rawBody),
        };
      },
      check: (request) => tokens.check(request),
      readOrder(request) {
        const body = readJson(request, linkajaOrder);
        return {
          orderId: body.order_id,
          amount: body.amount,
          description: body.description,
          customer: body.customer.name,
          callbackUrl: body.callback_url,
          returnUrl: null,
        };
      },
      created: (order, pages) => ({
        payment_id: order.id,
        payment_url: `${pages}/pay/${order.id}`,
        expires_at: order.expiresAt.toISOString(),
      }),
      payPage: true,
    },
    options,
  );
  tokens.serve(app, kit, '/v1/oauth/token');
}
