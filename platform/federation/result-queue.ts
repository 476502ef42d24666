/** Results that one side pushes and the other takes in order; the taker may end it at any time. */
export class ResultQueue<T> implements AsyncIterableIterator<T> {
  readonly #onReturn: () => void;
  readonly #onTaken: () => void;
  readonly #limit: number;
  readonly #results: T[] = [];
  #waiting: { resolve: (result: IteratorResult<T>) => void; reject: (error: unknown) => void } | undefined;
  #end: { error?: unknown } | undefined;

  /**
   * @param limit results that may wait to be taken; `push` answers false beyond that
   * @param onReturn called once when the taker wants no more
   * @param onTaken called for each result that the taker has got
   */
  constructor(limit: number, onReturn: () => void, onTaken: () => void = () => {}) {
    this.#limit = limit;
    this.#onTaken = onTaken;
    this.#onReturn = onReturn;
  }

  push(result: T): boolean {
    if (this.#end) return true;
    if (this.#waiting) {
      const { resolve } = this.#waiting;
      this.#waiting = undefined;
      resolve({ done: false, value: result });
      this.#onTaken();
      return true;
    }
    if (this.#results.length >= this.#limit) return false;
    this.#results.push(result);
    return true;
  }

  /** No more will come; with `error` the taker gets it after what is waiting. */
  end(error?: unknown): void {
    if (this.#end) return;
    this.#end = error === undefined ? {} : { error };
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (!waiting) return;
    if (error === undefined) waiting.resolve({ done: true, value: undefined });
    else this.#fail(waiting.reject);
  }

  async next(): Promise<IteratorResult<T>> {
    const [first] = this.#results.splice(0, 1);
    if (first !== undefined) {
      this.#onTaken();
      return { done: false, value: first };
    }
    if (this.#end) {
      return await new Promise((resolve, reject) => {
        if (this.#end?.error === undefined) resolve({ done: true, value: undefined });
        else this.#fail(reject);
      });
    }
    return await new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  async return(): Promise<IteratorResult<T>> {
    const ended = this.#end !== undefined;
    this.#results.length = 0;
    this.end();
    this.#end = {};
    if (!ended) this.#onReturn();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** An error is given once; after it the queue is simply over. */
  #fail(reject: (error: unknown) => void): void {
    const error = this.#end?.error;
    this.#end = {};
    reject(error);
  }
}
