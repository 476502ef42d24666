import type { Pool } from 'pg';
import { HubError } from '../errors.ts';
import { Outage } from '../outage.ts';
import { decodeCursor, encodeCursor, type LogPlace } from './cursor.ts';
import type { LoggedEvent } from './event.ts';
import { EventStream } from './event-stream.ts';
import { readHead, readPage } from './log-page.ts';
import type { WakeUpListener, WakeUps } from './wake-ups.ts';

const pageSize = 500;

type Consumer = (event: LoggedEvent) => void;

/** The log as this process sees it: one tailing reader, fanned out in memory to everybody who listens. */
export class EventLog {
  readonly #pool: Pool;
  readonly #listener: WakeUpListener;
  readonly #consumers = new Set<Consumer>();
  readonly #outage = new Outage('read the event log');
  #logId = '';
  #place: LogPlace = { day: '-infinity', position: 0 };
  #running: Promise<void> | undefined;
  #again = false;
  #ready = false;

  constructor(pool: Pool, wakeUps: WakeUps) {
    this.#pool = pool;
    this.#listener = wakeUps.listener('hub_log', () => this.#wake());
  }

  /** Starts tailing at the end of the log. */
  async start(): Promise<void> {
    const { logId, day, position } = await readHead(this.#pool);
    this.#logId = logId;
    this.#place = { day, position };
    this.#ready = true;
    await this.#listener.open();
  }

  async close(): Promise<void> {
    await this.#listener.close();
    await this.#running;
    this.#consumers.clear();
  }

  /** How many are listening; for tests that nothing is left behind. */
  get consumers(): number {
    return this.#consumers.size;
  }

  /** Up to where this process has read. */
  get place(): LogPlace {
    return this.#place;
  }

  /** Calls `consumer` with every event from now on, in order; returns what ends it. */
  listen(consumer: Consumer): () => void {
    this.#consumers.add(consumer);
    return () => this.#consumers.delete(consumer);
  }

  /**
   * The events that `wanted` keeps, in order: from `after`, or from now on without it. Who is behind is
   * served from the log, page by page, and handed over to the live tail without gap or repeat. Throws
   * LAGGED, with the cursor to go on from, at a consumer that reads too slowly.
   */
  stream<T>(wanted: (event: LoggedEvent) => T | undefined, after?: LogPlace): AsyncIterableIterator<T> {
    return new EventStream(this, wanted, after ?? this.#place);
  }

  /** The events after a place, in order, at most `limit`. */
  page(after: LogPlace, limit: number): Promise<LoggedEvent[]> {
    return readPage(this.#pool, after, limit);
  }

  /** The cursor of an event: what comes after it is what a client has not seen. */
  cursorOf(event: LogPlace): string {
    return encodeCursor(this.#logId, event);
  }

  /** The place that a client's cursor names. Throws CURSOR_INVALID, and CURSOR_EXPIRED when what followed it was dropped. */
  async placeOf(cursor: string): Promise<LogPlace> {
    const place = decodeCursor(this.#logId, cursor);
    const head = await readHead(this.#pool);
    if (place.position > head.position) {
      throw new HubError('CURSOR_INVALID', {
        message:
          'This cursor is beyond the end of the event log; pass back one that came from it, or none to start now.',
      });
    }
    if (place.day < head.firstDay) throw new HubError('CURSOR_EXPIRED');
    return place;
  }

  #wake(): void {
    if (!this.#ready) return;
    this.#again = true;
    this.#running ??= this.#read().finally(() => {
      this.#running = undefined;
      if (this.#again) this.#wake();
    });
  }

  async #read(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        const events = await this.page(this.#place, pageSize);
        this.#outage.succeeded();
        for (const event of events) {
          this.#place = { day: event.day, position: event.position };
          for (const consumer of this.#consumers) consumer(event);
        }
        if (events.length === pageSize) this.#again = true;
      }
    } catch (error) {
      // The place stands where it was; the next wake-up or poll reads on from there.
      this.#outage.failed(error);
      this.#again = false;
    }
  }
}
