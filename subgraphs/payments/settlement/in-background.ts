import { log } from '../../../platform/log.ts';

/**
 * Work that a request waits for only so long, and that goes on without it. A job is the net under
 * each piece, so that one that fails or dies with the process is taken up again.
 */
export class InBackground {
  readonly #running = new Map<string, Promise<unknown>>();

  /**
   * Begins the work on `id`, or joins the one that runs already. Resolves when it is done or after
   * `patienceMs`, whichever comes first.
   */
  async wait(id: string, begin: () => Promise<unknown>, patienceMs: number): Promise<void> {
    const work = this.#running.get(id) ?? this.#begin(id, begin);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([work, patience]);
    clearTimeout(timer);
  }

  /** Resolves when nothing runs any more. */
  async close(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  #begin(id: string, begin: () => Promise<unknown>): Promise<unknown> {
    const work = begin()
      .catch((err) => log.error({ err }, 'work in the background failed; its job takes it up'))
      .finally(() => this.#running.delete(id));
    this.#running.set(id, work);
    return work;
  }
}
