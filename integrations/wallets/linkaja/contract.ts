import { z } from 'zod';
import { hmac } from '../../../platform/integration-kit/signature.ts';
import {
  baseAddress,
  callbackFields,
  localPhone,
  rupiah,
  type StatusMap,
  statusFields,
  success,
  time,
  webAddress,
  word,
} from '../contract.ts';

export const linkajaConfiguration = z.object({
  /** Base URL; unset means that LinkAja is not configured. */
  LINKAJA_API_URL: baseAddress,
  LINKAJA_CLIENT_ID: z.string().min(1),
  LINKAJA_CLIENT_SECRET: z.string().min(1),
  /** Signs callbacks. */
  LINKAJA_SECRET_KEY: z.string().min(1),
});
export type LinkajaConfiguration = z.output<typeof linkajaConfiguration>;

export const linkajaOrder = z.strictObject({
  amount: rupiah.min(1),
  currency: z.literal('IDR'),
  order_id: word,
  description: z.string().min(1),
  customer: z.strictObject({ msisdn: localPhone, name: z.string().min(1) }),
  callback_url: webAddress,
  metadata: z.strictObject({ training_program_id: z.string().optional() }).optional(),
});
export type LinkajaOrder = z.output<typeof linkajaOrder>;

export const linkajaCreated = success(
  z.object({ payment_id: word, payment_url: webAddress, expires_at: time.nullish() }),
);
export type LinkajaCreated = z.output<typeof linkajaCreated>;

export const linkajaStatus = success(z.object({ payment_id: word, ...statusFields }));

export const linkajaCallback = z.object({ payment_id: word, ...callbackFields });

export const linkajaStatusMap: StatusMap = {
  PENDING: 'PENDING',
  PAID: 'PAID',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
  EXPIRED: 'EXPIRED',
  PARTIALLY_REFUNDED: 'PARTIALLY_REFUNDED',
  REFUNDED: 'REFUNDED',
};

export const linkajaSignatureHeader = 'x-linkaja-signature';
export const linkajaTimestampHeader = 'x-linkaja-timestamp';

/** Lower-case hex HMAC-SHA256 of the timestamp header as sent, a full stop, and the exact body. */
export function linkajaSignature(secretKey: string, timestamp: string, rawBody: string | Buffer): string {
  return hmac('sha256', 'hex', secretKey, timestamp, '.', rawBody);
}
