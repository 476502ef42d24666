import { createHmac, createSecretKey, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** A new secret as its owner keeps it, `whsec_` and 32 random bytes in base64: what Standard Webhooks asks for. */
export function newSecret(): string {
  return prefix + randomBytes(32).toString('base64');
}

/** Signs with one secret, whose keys are made once. */
export interface Signer {
  /** One of `webhook-signature`'s entries by the Standard Webhooks specification: keyed with the bytes that the secret stands for. */
  standard(id: string, timestamp: number, body: string): string;
  /** `X-SkillPassport-Signature`: lower-case hex over the body alone, keyed with the secret's text exactly as it was shown, prefix and all. */
  body(body: string): string;
}

export function signer(secret: string): Signer {
  const bytes = createSecretKey(secret.slice(prefix.length), 'base64');
  const text = createSecretKey(secret, 'utf8');
  return {
    standard: (id, timestamp, body) =>
      `v1,${createHmac('sha256', bytes).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
    body: (body) => createHmac('sha256', text).update(body).digest('hex'),
  };
}

/** `webhook-signature`'s entry for one secret, as `Signer` makes it. */
export function standardSignature(secret: string, id: string, timestamp: number, body: string): string {
  return signer(secret).standard(id, timestamp, body);
}

/** `X-SkillPassport-Signature` for one secret, as `Signer` makes it. */
export function bodySignature(secret: string, body: string): string {
  return signer(secret).body(body);
}
