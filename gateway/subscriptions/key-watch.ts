import type { Authenticator, Credentials } from '../../platform/auth/authenticator.ts';

/** Called with what the authenticator said, once. */
type OnRefused = (error: unknown) => void;

interface Watched {
  credentials: Credentials;
  streams: Set<OnRefused>;
}

/**
 * Checks the keys of open streams again and again, each key once for each address however many streams
 * it has there, so that one that is revoked, or no longer allowed there, soon hears nothing more.
 */
export class KeyWatch {
  readonly #authenticator: Authenticator;
  readonly #watched = new Map<string, Watched>();
  readonly #timer: NodeJS.Timeout;

  /** @param everyMs between two checks of a key, in milliseconds */
  constructor(authenticator: Authenticator, everyMs: number) {
    this.#authenticator = authenticator;
    this.#timer = setInterval(() => {
      for (const [key, watched] of this.#watched) void this.#check(key, watched);
    }, everyMs);
    this.#timer.unref();
  }

  /** Calls `onRefused` when the credentials are no longer good, or cannot be checked; returns what ends that. */
  watch(credentials: Credentials, onRefused: OnRefused): () => void {
    const key = JSON.stringify([credentials.apiKey, credentials.bearer, credentials.address]);
    let watched = this.#watched.get(key);
    if (!watched) {
      watched = { credentials, streams: new Set() };
      this.#watched.set(key, watched);
    }
    const { streams } = watched;
    streams.add(onRefused);
    return () => {
      streams.delete(onRefused);
      if (streams.size === 0 && this.#watched.get(key)?.streams === streams) this.#watched.delete(key);
    };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watched.clear();
  }

  async #check(key: string, watched: Watched): Promise<void> {
    try {
      await this.#authenticator.authenticate(watched.credentials);
    } catch (error) {
      if (this.#watched.get(key) === watched) this.#watched.delete(key);
      for (const onRefused of watched.streams) onRefused(error);
    }
  }
}
