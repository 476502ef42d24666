import { log } from '../../../platform/log.ts';

/**
 * Work that a request waits for only so long, and that goes on without it. A job is the net under
 * each piece, so that one that fails or dies with the process is taken up again.
 */
export class InBackground {
  readonly #running = new Set<Promise<unknown>>();

  /** Resolves when `work` is done or after `patienceMs`, whichever comes first. */
  async wait(work: Promise<unknown>, patienceMs: number): Promise<void> {
    const tracked = work.catch((err) =>
      log.error({ err }, 'work in the background failed; its job takes it up'),
    );
    this.#running.add(tracked);
    tracked.finally(() => this.#running.delete(tracked));
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([tracked, patience]);
    clearTimeout(timer);
  }

  /** Resolves when nothing runs any more. */
  async close(): Promise<void> {
    await Promise.all(this.#running);
  }
}
