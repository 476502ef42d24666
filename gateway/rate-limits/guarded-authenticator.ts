import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Authenticator, Credentials } from '../../platform/auth/authenticator.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { HubError } from '../../platform/errors.ts';
import type { GuessWatch } from './guess-watch.ts';

/** Wrong keys that one address may send in a minute. */
export const wrongKeysPerMinute = 30;
/** A key that was good is known again for so long, also where its address has to wait. */
const goodForMs = 3_600_000;
const goodKept = 50_000;

/**
 * Keeps who guesses keys from having them looked at, which costs a bcrypt: an address that has sent too many
 * wrong ones waits, and only keys that were good before are still asked about, since many may share the
 * address. Access tokens cost no bcrypt, and change too often to be known again.
 */
export class GuardedAuthenticator implements Authenticator {
  readonly #authenticator: Authenticator;
  readonly #guesses: GuessWatch;
  readonly #onRefused: () => void;
  /** By SHA-256. */
  readonly #good = new LRUCache<string, true>({
    maxSize: goodKept,
    sizeCalculation: () => 1,
    ttl: goodForMs,
    // It would set a timer in every millisecond, so as not to look at the clock, which costs less.
    ttlResolution: 0,
  });

  constructor(authenticator: Authenticator, guesses: GuessWatch, onRefused: () => void) {
    this.#authenticator = authenticator;
    this.#guesses = guesses;
    this.#onRefused = onRefused;
  }

  /** @throws HubError RATE_LIMITED for an address that has to wait, besides what the authenticator throws */
  async authenticate(credentials: Credentials): Promise<Principal> {
    const { apiKey, address } = credentials;
    if (apiKey === undefined) return this.#authenticator.authenticate(credentials);
    const print = hash('sha256', apiKey, 'base64');
    const waitMs = this.#guesses.waitMs(address);
    if (waitMs > 0 && !this.#good.has(print)) {
      this.#onRefused();
      throw mustWait(waitMs);
    }
    try {
      const principal = await this.#authenticator.authenticate(credentials);
      this.#good.set(print, true);
      return principal;
    } catch (error) {
      if (error instanceof HubError && error.code === 'UNAUTHENTICATED') {
        this.#good.delete(print);
        await this.#guesses.refused(address);
      }
      throw error;
    }
  }
}

function mustWait(waitMs: number): HubError {
  const retryAfter = Math.ceil(waitMs / 1000);
  return new HubError('RATE_LIMITED', {
    message: `Too many wrong keys came from this address. Try again in ${retryAfter} s.`,
    extensions: { retryAfter },
  });
}
