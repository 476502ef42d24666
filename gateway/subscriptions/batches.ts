type Step<T> = { value: T | undefined } | { error: unknown };

/** What a source gives within one turn of the event loop, taken together. */
export class Batches<T> {
  readonly #next: () => Promise<T | undefined>;
  readonly #limit: number;
  /** What the source has been asked for already. */
  #asked: Promise<Step<T>> | undefined;

  /**
   * @param next asks the source, which answers undefined when there is no more
   * @param limit of one batch
   */
  constructor(next: () => Promise<T | undefined>, limit: number) {
    this.#next = next;
    this.#limit = limit;
  }

  /** Waits for the first of a batch; empty when there is no more. Rejects, behind what came before, as the source does. */
  async next(): Promise<T[]> {
    const batch: T[] = [];
    let turn: Promise<undefined> | undefined;
    while (batch.length < this.#limit) {
      this.#asked ??= settled(this.#next());
      const step = await (turn ? Promise.race([this.#asked, turn]) : this.#asked);
      turn ??= new Promise((resolve) => setImmediate(() => resolve(undefined)));
      if (step && 'error' in step && batch.length === 0) throw step.error;
      if (!step || 'error' in step || step.value === undefined) return batch;
      this.#asked = undefined;
      batch.push(step.value);
    }
    return batch;
  }
}

function settled<T>(step: Promise<T | undefined>): Promise<Step<T>> {
  return step.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}
