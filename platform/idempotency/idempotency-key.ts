import { HubError } from '../errors.ts';

/** Characters of a key. */
export const keyLength = 200;

/**
 * The key in a header `Idempotency-Key`: as it stands, or quoted, as the draft of the IETF has it. Undefined
 * when there is none. Throws BAD_REQUEST for one that is too long or holds other than visible characters.
 */
export function idempotencyKeyOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = String(header).trim();
  const key = /^"(.*)"$/.exec(text)?.[1] ?? text;
  if (key.length > keyLength || !/^[!-~]+$/.test(key)) {
    throw new HubError('BAD_REQUEST', {
      message: `Idempotency-Key must have 1 to ${keyLength} visible characters; a UUID is a good one.`,
    });
  }
  return key;
}

/** Throws BAD_REQUEST when a header and an input name different keys: one of them would be ignored. */
export function assertSameKey(header: string | undefined, input: string | null | undefined): void {
  if (header === undefined || input === null || input === undefined || header === input) return;
  throw new HubError('BAD_REQUEST', {
    message: 'The header Idempotency-Key and the input’s idempotencyKey differ; send one of them.',
  });
}
