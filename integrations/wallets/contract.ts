import { type ZodType, z } from 'zod';
import { HubError } from '../../platform/errors.ts';
import { withoutTrailingSlashes } from '../../platform/trailing-slashes.ts';
import type { WalletCallback, WalletStatus } from './port.ts';

/** The parts of the wire contract in which the three wallets are alike. */

/** An id or a status word: no control characters, which neither URLs nor PostgreSQL's text can hold. */
export const word = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u);
/** Whole rupiah; a fraction or a number beyond 2^53 is no amount. */
export const rupiah = z.int().min(0);
export const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
export const webAddress = z.url({ protocol: /^https?$/ });
/** Where an outside system's API starts, without a slash at the end. */
export const baseAddress = webAddress.transform(withoutTrailingSlashes);
/** A phone number as Indonesians write it. */
export const localPhone = z.string().regex(/^08\d{7,12}$/);

/** The `data` of `{success: true, data}`. */
export function success<T>(data: ZodType<T>) {
  return z.object({ success: z.literal(true), data }).transform((reply): T => reply.data);
}

/** The fields of a status reply, besides the payment's id, which OVO calls otherwise. */
export const statusFields = {
  order_id: word,
  status: word,
  amount: rupiah,
  currency: word,
  paid_at: time.nullish(),
  refunded_amount: rupiah,
};

export interface StatusReply {
  payment_id: string;
  order_id: string;
  status: string;
  amount: number;
  currency: string;
  paid_at?: Date | null | undefined;
  refunded_amount: number;
}

export const refundRequest = z.strictObject({ refund_id: word, amount: rupiah.min(1), reason: z.string() });
export type RefundRequest = z.output<typeof refundRequest>;

export const refundReply = success(
  z.object({ refund_id: word, amount: rupiah, status: z.enum(['PENDING', 'SUCCEEDED', 'FAILED']) }),
);
export type RefundReply = z.output<typeof refundReply>;

/** From a wallet's own words to the hub's. A word that is not in it is read as PENDING, never as PAID. */
export type StatusMap = Readonly<Record<string, WalletStatus>>;

/** The fields of a callback besides the payment's id. Only ids are needed: the rest is a hint. */
export const callbackFields = {
  event_id: word,
  order_id: word,
  status: word.catch(''),
  amount: rupiah.nullable().catch(null),
  currency: word.nullable().catch(null),
  occurred_at: time.nullable().catch(null),
};

/** Reads a callback's body by `schema`, or throws a VALIDATION_ERROR that names what is missing. */
export function readCallback(rawBody: Buffer, schema: ZodType<CallbackBody>): WalletCallback {
  let json: unknown;
  try {
    json = JSON.parse(rawBody.toString('utf8'));
  } catch (cause) {
    throw new HubError('VALIDATION_ERROR', { message: 'The body is no JSON.', cause });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const details = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
    throw new HubError('VALIDATION_ERROR', { message: 'The body is no callback of this wallet.', details });
  }
  const body = parsed.data;
  return {
    eventId: body.event_id,
    walletPaymentId: body.payment_id,
    orderId: body.order_id,
    rawStatus: body.status,
    amount: body.amount,
    currency: body.currency,
    occurredAt: body.occurred_at,
  };
}

export interface CallbackBody {
  event_id: string;
  payment_id: string;
  order_id: string;
  status: string;
  amount: number | null;
  currency: string | null;
  occurred_at: Date | null;
}
