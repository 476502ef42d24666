import { timingSafeEqual } from 'node:crypto';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import type { Addresses } from '../open-badges/addresses.ts';

/** How long a link to a certificate with the holder’s whole name holds. */
const lifeMs = 60 * 60_000;

/**
 * Links to certificates with the holder’s whole name. Whoever may see the credential in the graph is given
 * one; it holds for an hour, for that credential alone. Without one a certificate shows what its page shows.
 */
export class CertificateLinks {
  readonly #cipher: Cipher;
  readonly #addresses: Addresses;

  constructor(cipher: Cipher, addresses: Addresses) {
    this.#cipher = cipher;
    this.#addresses = addresses;
  }

  /** `query` is added as it is. */
  url(credentialId: string, query: Record<string, string>): { url: string; expiresAt: Date } {
    const expiresAt = new Date(Date.now() + lifeMs);
    const until = String(expiresAt.getTime());
    const parameters = new URLSearchParams({ ...query, until, key: this.#key(credentialId, until) });
    return { url: `${this.#addresses.badge(credentialId)}.pdf?${parameters}`, expiresAt };
  }

  /** Whether these parameters came from `url`, for this credential, and still hold. */
  holds(credentialId: string, { until, key }: { until?: unknown; key?: unknown }): boolean {
    if (typeof until !== 'string' || typeof key !== 'string') return false;
    if (!/^\d{13}$/.test(until) || Number(until) <= Date.now()) return false;
    const [given, expected] = [Buffer.from(key), Buffer.from(this.#key(credentialId, until))];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #key(credentialId: string, until: string): string {
    return this.#cipher.blindIndex(`certificate ${credentialId} ${until}`);
  }
}
