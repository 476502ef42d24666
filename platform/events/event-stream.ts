import { HubError } from '../errors.ts';
import type { LogPlace } from './cursor.ts';
import type { LoggedEvent } from './event.ts';
import type { EventLog } from './event-log.ts';

/** How many events wait for a consumer that is slower than they come. */
const bufferSize = 1000;
const pageSize = 500;

/**
 * One consumer's way along the log. While it is behind, it reads pages; once it has read as far as
 * the process has, it listens. The step from one to the other is taken without waiting for anything,
 * so that no event falls between.
 */
export class EventStream<T> implements AsyncIterableIterator<T> {
  readonly #log: EventLog;
  readonly #wanted: (event: LoggedEvent) => T | undefined;
  /** Up to where events have been buffered. */
  #place: LogPlace;
  /** Up to where events have been handed on: what a consumer that lags goes on from. */
  #handed: LogPlace;
  #buffer: { value: T; place: LogPlace }[] = [];
  /** The page behind `#place`, asked for before it is needed. */
  #ahead: Promise<LoggedEvent[] | undefined> | undefined;
  #stopListening: (() => void) | undefined;
  #waiting: (() => void) | undefined;
  #lagged = false;
  #ended = false;

  constructor(log: EventLog, wanted: (event: LoggedEvent) => T | undefined, after: LogPlace) {
    this.#log = log;
    this.#wanted = wanted;
    this.#place = after;
    this.#handed = after;
    if (!this.#behind()) this.#listen();
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    for (;;) {
      if (this.#ended) return { done: true, value: undefined };
      const waiting = this.#buffer.shift();
      if (waiting) {
        this.#handed = waiting.place;
        return { done: false, value: waiting.value };
      }
      if (this.#lagged) throw new HubError('LAGGED', { extensions: this.#goOnFrom() });
      if (this.#stopListening) await new Promise<void>((resolve) => (this.#waiting = resolve));
      else if (this.#ahead || this.#behind()) await this.#readPage();
      else this.#listen();
    }
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#ended = true;
    this.#stopListening?.();
    this.#buffer = [];
    this.#wake();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #behind(): boolean {
    return this.#place.position < this.#log.place.position;
  }

  async #readPage(): Promise<void> {
    const page = await this.#page();
    for (const event of page) this.#take(event);
    if (this.#behind()) {
      // While the consumer takes these. One that fails is asked for again when it is needed.
      this.#ahead = this.#log.page(this.#place, pageSize).catch(() => undefined);
    }
    // Nothing wanted on this page: what follows it is what a later reader has to see.
    if (this.#buffer.length === 0) this.#handed = this.#place;
  }

  async #page(): Promise<LoggedEvent[]> {
    const ahead = await this.#ahead;
    this.#ahead = undefined;
    try {
      return ahead ?? (await this.#log.page(this.#place, pageSize));
    } catch (cause) {
      // All that was read has been handed on, or there would be no need of a page.
      throw new HubError('UPSTREAM_UNAVAILABLE', { cause, extensions: this.#goOnFrom() });
    }
  }

  #listen(): void {
    this.#stopListening = this.#log.listen((event) => {
      // A page may have run ahead of what the process has read.
      if (event.position <= this.#place.position) return;
      if (this.#buffer.length < bufferSize) {
        this.#take(event);
        this.#wake();
        return;
      }
      this.#lagged = true;
      this.#stopListening?.();
      this.#wake();
    });
  }

  #take(event: LoggedEvent): void {
    const place = { day: event.day, position: event.position };
    this.#place = place;
    const value = this.#wanted(event);
    if (value !== undefined) this.#buffer.push({ value, place });
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.();
  }

  #goOnFrom(): { cursor: string } {
    return { cursor: this.#log.cursorOf(this.#handed) };
  }
}
