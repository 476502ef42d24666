/** So many that wait are enough. */
const most = 1000;

/** What has come and was not taken yet. A sender that cannot be asked to wait is told to stop where too much waits. */
export class Inbox<T> {
  readonly #waiting: T[] = [];
  readonly #stop: () => void;
  #end: { error?: unknown } | undefined;
  #wake = () => {};

  /** @param stop called when too much waits: what waits is still taken, and no more comes */
  constructor(stop: () => void) {
    this.#stop = stop;
  }

  put(each: T): void {
    if (this.#end) return;
    this.#waiting.push(each);
    if (this.#waiting.length >= most) {
      this.end();
      this.#stop();
    }
    this.#wake();
  }

  /** Nothing more comes. */
  end(): void {
    this.#end ??= {};
    this.#wake();
  }

  /** Nothing more comes, for this reason; it is thrown when what waits has been taken. */
  fail(error: unknown): void {
    this.#end ??= { error };
    this.#wake();
  }

  async *taken(): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else if (this.#end) {
        if ('error' in this.#end) throw this.#end.error;
        return;
      } else await new Promise<void>((wake) => (this.#wake = wake));
    }
  }
}
