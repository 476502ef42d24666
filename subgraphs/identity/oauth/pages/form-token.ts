import { timingSafeEqual } from 'node:crypto';
import type { Cipher } from '../../../../platform/encryption/cipher.ts';

/**
 * The token in the form of a request for authorisation: no other site knows it, and it fits no other
 * request. Besides it, the browser has to have the request's cookie.
 */
export class FormTokens {
  readonly #cipher: Cipher;

  constructor(cipher: Cipher) {
    this.#cipher = cipher;
  }

  of(requestId: string): string {
    return this.#cipher.blindIndex(`form of ${requestId}`);
  }

  fits(requestId: string, given: string | null): boolean {
    const expected = Buffer.from(this.of(requestId));
    const actual = Buffer.from(given ?? '');
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  }
}
