import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { HubError } from '../../../platform/errors.ts';

const derive = promisify(argon2);

/** Of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const current = { memory: 19_456, passes: 2, parallelism: 1 };
const saltBytes = 16;
const tagBytes = 32;

const form =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** Beside what else the thread pool does, and each takes 19 MiB. */
const mostAtOnce = 2;
/** Some seconds' worth. */
const mostWaiting = 40;

/**
 * Hashes passwords with argon2id, off the event loop and two at a time. Forty more may wait; beyond
 * that it throws RATE_LIMITED, so that guessing takes the processor and the memory from nobody.
 */
export class PasswordHasher {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** The hash of `password` with a new salt, as a PHC string. */
  hash(password: string): Promise<string> {
    return this.#inTurn(async () => {
      const salt = randomBytes(saltBytes);
      const tag = await derive('argon2id', { ...current, ...given(password, salt), tagLength: tagBytes });
      const { memory, passes, parallelism } = current;
      return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
    });
  }

  /** Whether `password` is the one of `hash`. Without a hash it takes as long, and is not. */
  verify(password: string, hash: string | null): Promise<boolean> {
    const known = hash === null ? nobodys : partsOf(hash);
    return this.#inTurn(async () => {
      const { tag, salt, ...costs } = known;
      const derived = await derive('argon2id', {
        ...costs,
        ...given(password, salt),
        tagLength: tag.length,
      });
      return timingSafeEqual(derived, tag) && hash !== null;
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < mostAtOnce) this.#running += 1;
    else if (this.#waiting.length < mostWaiting) {
      // Whoever finishes hands its place on.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      throw new HubError('RATE_LIMITED', {
        message: 'Too many people sign in at this moment; try again in a few seconds.',
        extensions: { retryAfter: 5 },
      });
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

/** Whether `hash` was made with other costs than those of today. */
export function isOutdated(hash: string): boolean {
  const { memory, passes, parallelism } = partsOf(hash);
  return memory !== current.memory || passes !== current.passes || parallelism !== current.parallelism;
}

type Parts = Pick<Argon2Parameters, 'memory' | 'passes' | 'parallelism'> & { salt: Buffer; tag: Buffer };

/** What an unknown person's password is compared with. */
const nobodys: Parts = { ...current, salt: randomBytes(saltBytes), tag: randomBytes(tagBytes) };

function partsOf(hash: string): Parts {
  const [, memory, passes, parallelism, salt, tag] = form.exec(hash) ?? [];
  if (!memory || !passes || !parallelism || !salt || !tag) throw new Error('No argon2id hash of a password.');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

/** The same characters are the same password, however a keyboard composes them. */
function given(password: string, nonce: Buffer): { message: string; nonce: Buffer } {
  return { message: password.normalize('NFKC'), nonce };
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/={1,2}$/, '');
}
