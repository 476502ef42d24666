import type { DeliveredEvent } from './events.ts';

/** A delivery that is not the hub's, not of now, or not what was signed. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
}

/** Headers as a server has them: those of `fetch`, or an object with lower-case names. */
export type HeaderSource = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Delivery {
  /** The body as it came: its very bytes, before anything parsed it. */
  body: string | Uint8Array;
  headers: HeaderSource;
}

export interface VerifyOptions {
  /** `standard`: `webhook-signature`, which covers the time. `skillpassport`: `x-skillpassport-signature`, which does not. */
  scheme?: 'standard' | 'skillpassport';
  /** How many seconds a delivery may be off; 300 when absent. */
  toleranceSeconds?: number;
}

/**
 * The event of a delivery that the hub has signed with `secret` (`whsec_...`, as it was shown).
 *
 * @throws WebhookVerificationError when it is not to be believed
 */
export async function verifyWebhook(
  secret: string,
  delivery: Delivery,
  { scheme = 'standard', toleranceSeconds = 300 }: VerifyOptions = {},
): Promise<DeliveredEvent> {
  const body = typeof delivery.body === 'string' ? new TextEncoder().encode(delivery.body) : delivery.body;
  const signed =
    scheme === 'standard'
      ? await standard(secret, body, delivery.headers, toleranceSeconds)
      : await skillpassport(secret, body, delivery.headers);
  if (!signed) throw new WebhookVerificationError('The signature does not fit.');
  return JSON.parse(new TextDecoder().decode(body));
}

/** Standard Webhooks: one of the signatures fits `id.timestamp.body`. */
async function standard(
  secret: string,
  body: Uint8Array,
  headers: HeaderSource,
  toleranceSeconds: number,
): Promise<boolean> {
  const id = header(headers, 'webhook-id');
  const timestamp = header(headers, 'webhook-timestamp');
  const off = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!(off <= toleranceSeconds)) throw new WebhookVerificationError('It was not signed just now.');
  const start = new TextEncoder().encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array(start.length + body.length);
  signed.set(start);
  signed.set(body, start.length);
  const key = await hmacKey(bytesOf(secret.replace(/^whsec_/, '')));
  for (const entry of header(headers, 'webhook-signature').split(' ')) {
    const [version, signature = ''] = entry.split(',');
    if (version === 'v1' && (await fits(key, bytesOf(signature), signed))) return true;
  }
  return false;
}

/** Hex over the body alone; the key is the secret's text. */
async function skillpassport(secret: string, body: Uint8Array, headers: HeaderSource): Promise<boolean> {
  const hex = header(headers, 'x-skillpassport-signature');
  if (!/^[0-9a-f]{64}$/.test(hex)) return false;
  const signature = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return fits(await hmacKey(new TextEncoder().encode(secret)), signature, new Uint8Array(body));
}

function header(headers: HeaderSource, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  const text = typeof value === 'string' ? value : value?.[0];
  if (!text) throw new WebhookVerificationError(`The header ${name} is missing.`);
  return text;
}

type HmacKey = Parameters<typeof crypto.subtle.verify>[1];

const algorithm = { name: 'HMAC', hash: 'SHA-256' };

function hmacKey(bytes: Uint8Array<ArrayBuffer>): Promise<HmacKey> {
  return crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify']);
}

/** Takes as long whatever the signature is. */
function fits(
  key: HmacKey,
  signature: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return crypto.subtle.verify('HMAC', key, signature, signed);
}

/** Of base64; nothing where it is none. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
