import { createHash } from 'node:crypto';
import bcrypt from 'bcrypt';
import { LRUCache } from 'lru-cache';
import { type TurnLimits, Turns } from './turns.ts';

/** Of the thread pool's four, so that files and names are still looked up while somebody guesses. */
export const secretLimits: TurnLimits = {
  running: 3,
  runningOfName: 2,
  ofName: 20,
  fromAddress: 4,
  waiting: 250,
  waitMs: 3_000,
};

/** Whose secret is compared with what. */
export interface SecretCheck {
  secret: string;
  /** Made by bcrypt. */
  hash: string;
  /** Whose secret it is said to be: the prefix of a key, or the id of a client. */
  name: string;
  /** Whence it comes, where that is known. */
  address?: string | undefined;
}

/**
 * Compares secrets with their bcrypt hashes, off the event loop. bcrypt is slow on purpose, so no two are
 * compared twice: of what was right or wrong the SHA-256 of secret and hash is remembered, which says
 * nothing of any other hash. Guesses wait for each other, and what was right before waits for none.
 */
export class SecretChecks {
  readonly #turns: Turns;
  readonly #right = new LRUCache<string, true>({ max: 10_000 });
  /** Apart, so that guesses drive out nothing that was right. */
  readonly #wrong = new LRUCache<string, true>({ max: 10_000 });
  readonly #underWay = new Map<string, Promise<boolean>>();
  readonly #compare: (secret: string, hash: string) => Promise<boolean>;

  constructor(compare = (secret: string, hash: string) => bcrypt.compare(secret, hash), most = secretLimits) {
    this.#compare = compare;
    this.#turns = new Turns(most);
  }

  /**
   * Whether the secret is the one of the hash.
   *
   * @throws HubError RATE_LIMITED with `retryAfter` in seconds when too many are being guessed
   */
  async isRight({ secret, hash, name, address }: SecretCheck): Promise<boolean> {
    const print = createHash('sha256').update(`${secret} ${hash}`).digest('base64url');
    if (this.#right.has(print)) return true;
    if (this.#wrong.has(print)) return false;
    const underWay = this.#underWay.get(print);
    if (underWay) return underWay;
    const checking = this.#turns
      .inTurn(name, address, () => this.#compare(secret, hash))
      .then((right) => {
        (right ? this.#right : this.#wrong).set(print, true);
        return right;
      })
      .finally(() => this.#underWay.delete(print));
    this.#underWay.set(print, checking);
    return checking;
  }
}

/** Those of this process, for which its thread pool is one. */
export const secretChecks = new SecretChecks();
