import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC of `parts`, joined as bytes, in `encoding` (hex is lower-case). */
export function hmac(
  algorithm: 'sha256' | 'sha512',
  encoding: 'hex' | 'base64',
  secret: string,
  ...parts: readonly (string | Uint8Array)[]
): string {
  const mac = createHmac(algorithm, secret);
  for (const part of parts) mac.update(part);
  return mac.digest(encoding);
}

/** Lower-case hex SHA-256. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Whether two signatures are the same text, in a time that does not tell how much of it is. */
export function sameSignature(given: string, expected: string): boolean {
  // Digests have one length whatever was given, so not even the length is told.
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

const iso8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const toleranceMs = 5 * 60_000;

/** Whether an ISO 8601 time with a zone is within 5 minutes of `now`, either way. */
export function isFresh(timestamp: string, now: Date): boolean {
  if (!iso8601.test(timestamp)) return false;
  return Math.abs(Date.parse(timestamp) - now.getTime()) <= toleranceMs;
}

/** The one value of a header; undefined when it is missing, empty or given more than once. */
export function singleHeader(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  name: string,
): string | undefined {
  const value = headers[name.toLowerCase()];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
