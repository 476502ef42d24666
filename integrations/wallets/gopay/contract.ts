import { z } from 'zod';
import { hmac } from '../../../platform/integration-kit/signature.ts';
import {
  baseAddress,
  callbackFields,
  rupiah,
  type StatusMap,
  statusFields,
  success,
  time,
  webAddress,
  word,
} from '../contract.ts';

export const gopayConfiguration = z.object({
  /** Base URL; unset means that GoPay is not configured. */
  GOPAY_API_URL: baseAddress,
  GOPAY_API_KEY: z.string().min(1),
  /** Signs requests and callbacks. */
  GOPAY_SECRET_KEY: z.string().min(1),
  /** Nowhere on the wire. */
  GOPAY_MERCHANT_ID: z.string().optional(),
});
export type GopayConfiguration = z.output<typeof gopayConfiguration>;

export const gopayOrder = z.strictObject({
  amount: rupiah.min(1),
  currency: z.literal('IDR'),
  order_id: word,
  description: z.string().min(1),
  customer: z.strictObject({
    name: z.string().min(1),
    email: z.string().optional(),
    phone: z.string().regex(/^\+\d{8,15}$/),
  }),
  callback_url: webAddress,
  return_url: webAddress,
  metadata: z
    .strictObject({ training_program_id: z.string().optional(), participant_id: z.string().optional() })
    .optional(),
});
export type GopayOrder = z.output<typeof gopayOrder>;

export const gopayCreated = success(
  z.object({
    payment_id: word,
    payment_url: webAddress,
    qr_code: z.string().nullish(),
    expires_at: time.nullish(),
  }),
);
export type GopayCreated = z.output<typeof gopayCreated>;

export const gopayStatus = success(z.object({ payment_id: word, ...statusFields }));

export const gopayCallback = z.object({ payment_id: word, ...callbackFields });

export const gopayStatusMap: StatusMap = {
  PENDING: 'PENDING',
  PAID: 'PAID',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
  EXPIRED: 'EXPIRED',
  PARTIALLY_REFUNDED: 'PARTIALLY_REFUNDED',
  REFUNDED: 'REFUNDED',
};

export const gopaySignatureHeader = 'x-gojek-signature';
/** GoBiz, of the same group, calls it so. */
export const gopaySignatureAlias = 'x-go-signature';

/** Lower-case hex HMAC-SHA256 of the exact body: on requests that have one, and on callbacks. */
export function gopaySignature(secretKey: string, rawBody: string | Buffer): string {
  return hmac('sha256', 'hex', secretKey, rawBody);
}
