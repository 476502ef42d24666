import { z } from 'zod';
import { hmac, sha256Hex } from '../../../platform/integration-kit/signature.ts';
import {
  baseAddress,
  type CallbackBody,
  callbackFields,
  localPhone,
  rupiah,
  type StatusMap,
  type StatusReply,
  statusFields,
  success,
  time,
  webAddress,
  word,
} from '../contract.ts';

export const ovoConfiguration = z.object({
  /** Base URL; unset means that OVO is not configured. */
  OVO_API_URL: baseAddress,
  OVO_CLIENT_ID: z.string().min(1),
  OVO_CLIENT_SECRET: z.string().min(1),
  OVO_MERCHANT_ID: z.string().min(1).default('DGIHUB'),
  /** Signs callbacks. */
  OVO_SECRET_KEY: z.string().min(1),
});
export type OvoConfiguration = z.output<typeof ovoConfiguration>;

export const ovoOrder = z.strictObject({
  amount: rupiah.min(1),
  merchant_id: z.string().min(1),
  order_id: word,
  description: z.string().min(1),
  phone: localPhone,
  callback_url: webAddress,
});
export type OvoOrder = z.output<typeof ovoOrder>;

export const ovoCreated = success(
  z.object({ transaction_id: word, status: word, expires_at: time.nullish() }),
);
export type OvoCreated = z.output<typeof ovoCreated>;

/** OVO's `transaction_id` is what the others call `payment_id`. */
export const ovoStatus = success(
  z
    .object({ transaction_id: word, ...statusFields })
    .transform(({ transaction_id, ...rest }): StatusReply => ({ payment_id: transaction_id, ...rest })),
);

export const ovoCallback = z
  .object({ transaction_id: word, ...callbackFields })
  .transform(({ transaction_id, ...rest }): CallbackBody => ({ payment_id: transaction_id, ...rest }));

export const ovoStatusMap: StatusMap = {
  PENDING: 'PENDING',
  PAID: 'PAID',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
  EXPIRED: 'EXPIRED',
  PARTIALLY_REFUNDED: 'PARTIALLY_REFUNDED',
  REFUNDED: 'REFUNDED',
};

export const ovoSignatureHeader = 'x-signature';
export const ovoTimestampHeader = 'x-timestamp';

/**
 * Base64 HMAC-SHA512 over method, path, body hash and time. `path` is that of the callback_url which
 * the hub sent, whichever alias or proxy the callback arrives through.
 */
export function ovoSignature(
  secretKey: string,
  callback: { path: string; timestamp: string; rawBody: string | Buffer },
): string {
  const { path, timestamp, rawBody } = callback;
  return hmac('sha512', 'base64', secretKey, `POST:${path}:${sha256Hex(rawBody)}:${timestamp}`);
}
