import type { Cipher } from '../encryption/cipher.ts';

/** Transactions of a subgraph that may be open for a key at a time: less than half of its connections. */
const mostAtATime = 4;

/** What the mutations of one subgraph keep their answers with. */
export class AnswerKeeper {
  readonly #cipher: Cipher;
  readonly #waiting: (() => void)[] = [];
  #open = 0;

  constructor(cipher: Cipher) {
    this.#cipher = cipher;
  }

  /** Answers hold personal data, and secrets that are shown once. */
  seal(answer: string): string {
    return this.#cipher.seal(answer);
  }

  unseal(sealed: string): string {
    return this.#cipher.open(sealed);
  }

  /**
   * Lets a few at a time have a transaction open around a whole mutation, which may need other connections
   * besides: if all were taken so, each would wait for all the others.
   */
  async few<T>(work: () => Promise<T>): Promise<T> {
    if (this.#open >= mostAtATime) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#open += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#open -= 1;
    }
  }
}
