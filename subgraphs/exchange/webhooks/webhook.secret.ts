import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** A new secret as its owner keeps it, `whsec_` and 32 random bytes in base64: what Standard Webhooks asks for. */
export function newSecret(): string {
  return prefix + randomBytes(32).toString('base64');
}

/** One of `webhook-signature`'s entries by the Standard Webhooks specification: keyed with the bytes that the secret stands for. */
export function standardSignature(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** `X-SkillPassport-Signature`: lower-case hex over the body alone, keyed with the secret's text exactly as it was shown, prefix and all. */
export function bodySignature(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}
