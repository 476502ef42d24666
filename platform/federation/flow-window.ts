/**
 * How many results of one subscription may be on their way to the gateway's process. All subscriptions
 * share one socket, which must not wait for the slowest of their clients; so each has a window of its own,
 * and behind it the source waits.
 */
export const flowWindow = 500;

/** The gateway says so often what has been taken, in results. */
export const takenEvery = 100;

/**
 * What stands in the payload of the graphql-ws `ping` by which a gateway says what has been taken. The
 * subscription named its `flow` in its extensions; one that named none has no window.
 */
export interface Taken {
  flow: string;
  results: number;
}

/** Reads a ping's payload; undefined when it is about something else. */
export function readTaken(payload: unknown): Taken | undefined {
  const { taken } = (payload ?? {}) as { taken?: Partial<Taken> };
  const { flow, results } = taken ?? {};
  return typeof flow === 'string' && Number.isSafeInteger(results)
    ? { flow, results: results as number }
    : undefined;
}

/** A source that is asked for the next result when fewer than a window's results are not yet taken. */
export class WindowedSource<T> implements AsyncIterableIterator<T> {
  readonly #source: AsyncIterableIterator<T>;
  readonly #onEnd: () => void;
  #ahead = 0;
  #over = false;
  #wake = () => {};

  /** @param onEnd called when the source is over, by itself, by failing or by being returned */
  constructor(source: AsyncIterableIterator<T>, onEnd: () => void) {
    this.#source = source;
    this.#onEnd = onEnd;
  }

  taken(results: number): void {
    this.#ahead -= results;
    this.#wake();
  }

  async next(): Promise<IteratorResult<T>> {
    while (this.#ahead >= flowWindow && !this.#over) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#ahead += 1;
    try {
      const step = await this.#source.next();
      if (step.done) this.#onEnd();
      return step;
    } catch (error) {
      this.#onEnd();
      throw error;
    }
  }

  async return(): Promise<IteratorResult<T>> {
    this.#over = true;
    this.#wake();
    this.#onEnd();
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
