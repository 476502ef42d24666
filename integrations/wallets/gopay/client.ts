import type { HttpClient } from '../../../platform/http-client/http-client.ts';
import { WalletCalls } from '../wallet-calls.ts';
import {
  type GopayConfiguration,
  type GopayCreated,
  gopayCreated,
  gopaySignature,
  gopaySignatureHeader,
  gopayStatus,
} from './contract.ts';

/** GoPay's HTTP calls: an API key on each, and a signature on those that have a body. */
export function createGopayClient(
  configuration: GopayConfiguration,
  http: HttpClient,
): WalletCalls<GopayCreated> {
  const { GOPAY_API_URL: base, GOPAY_API_KEY: apiKey, GOPAY_SECRET_KEY: secretKey } = configuration;
  return new WalletCalls(http, {
    system: 'gopay',
    collection: `${base}/payments`,
    authorise: (body, send) =>
      send({
        authorization: `Bearer ${apiKey}`,
        ...(body && { [gopaySignatureHeader]: gopaySignature(secretKey, body.text) }),
      }),
    created: gopayCreated,
    status: gopayStatus,
  });
}
