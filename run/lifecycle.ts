import { log } from '../platform/log.ts';

/** A start that was given up since the process has been asked to end. */
export class StartInterrupted extends Error {
  constructor() {
    super('The process was asked to end while it started.');
  }
}

interface Part {
  name: string;
  close(): Promise<void> | void;
}

/** The parts of a process: started one after the other, closed in reverse. */
export class Lifecycle {
  readonly #parts: Part[] = [];
  #closing: Promise<void> | undefined;
  #starting: Promise<unknown> = Promise.resolve();

  /**
   * Starts one part and remembers how to close it.
   *
   * @throws whatever `open` throws; StartInterrupted when the process is to end already
   */
  async start<T>(
    name: string,
    open: () => Promise<T> | T,
    close: (part: T) => Promise<void> | void,
  ): Promise<T> {
    if (this.#closing) throw new StartInterrupted();
    const opening = (async () => {
      const part = await open();
      this.#parts.push({ name, close: () => close(part) });
      return part;
    })();
    this.#starting = opening.catch(() => undefined);
    return opening;
  }

  /**
   * Closes what was started, the latest first, after the part that is starting at this moment. A part
   * that cannot be closed is logged and does not keep the others open. Later calls wait for the first.
   */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    await this.#starting;
    for (const part of this.#parts.reverse()) {
      try {
        await part.close();
        log.debug({ part: part.name }, 'closed');
      } catch (error) {
        log.error({ err: error, part: part.name }, 'could not be closed');
      }
    }
  }
}
