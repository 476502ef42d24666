import { log } from './log.ts';

/** Something that the hub needs and that may be away for a while: told once when it goes, and once when it is back. */
export class Outage {
  readonly #name: string;
  #lasting = false;

  /** `name` says in the log what cannot be done. */
  constructor(name: string) {
    this.#name = name;
  }

  failed(error: unknown): void {
    const level = this.#lasting ? 'debug' : 'warn';
    this.#lasting = true;
    log[level]({ err: error }, `cannot ${this.#name}; tried again until it succeeds`);
  }

  succeeded(): void {
    if (this.#lasting) log.info(`can ${this.#name} again`);
    this.#lasting = false;
  }
}
