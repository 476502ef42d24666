import { LRUCache } from 'lru-cache';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { openHeaders } from '../webhooks/custom-headers.ts';
import { type Signer, signer } from '../webhooks/webhook.secret.ts';
import type { Destination } from './destination.ts';

/** Where and how the deliveries of one webhook are sent, with nothing left to open. */
export interface Endpoint {
  url: URL;
  timeoutMs: number;
  /** The secret's, and during a rotation the one's before it. */
  signers: [current: Signer, previous?: Signer];
  /** The owner's own, and as they may be kept. */
  headers: Record<string, string>;
  maskedHeaders: Record<string, string>;
  /** null for all that the hub allows. */
  allowedAddresses: readonly string[] | null;
}

/** Beyond as many webhooks as are busy at a time, one is opened anew at its next turn. */
const kept = 1000;

/** Opens what is kept of webhooks, each once for as long as it stays as it is. */
export class Endpoints {
  readonly #cipher: Cipher;
  readonly #opened = new LRUCache<string, Endpoint>({ max: kept });

  constructor(cipher: Cipher) {
    this.#cipher = cipher;
  }

  /** Throws when a secret was sealed with a key that this hub does not have. */
  open(destination: Destination): Endpoint {
    const { url, secret, previousSecret, headers, timeoutSeconds, allowedAddresses } = destination;
    // Each text is sealed with random bytes of its own: who changes one changes the key.
    const key = [
      secret,
      previousSecret ?? '',
      headers,
      timeoutSeconds,
      url,
      ...(allowedAddresses ?? []),
    ].join(' ');
    const known = this.#opened.get(key);
    if (known) return known;
    const current = signer(this.#cipher.open(secret));
    const own = openHeaders(headers, this.#cipher);
    const endpoint: Endpoint = {
      url: new URL(url),
      timeoutMs: timeoutSeconds * 1000,
      signers: previousSecret === null ? [current] : [current, signer(this.#cipher.open(previousSecret))],
      headers: Object.fromEntries(own),
      maskedHeaders: Object.fromEntries(own.map(([name]) => [name, '[masked]'])),
      allowedAddresses,
    };
    this.#opened.set(key, endpoint);
    return endpoint;
  }
}
