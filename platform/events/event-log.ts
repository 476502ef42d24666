import type { Pool } from 'pg';
import { log } from '../log.ts';
import type { LoggedEvent } from './event.ts';
import { Listener } from './listener.ts';

const pageSize = 500;

const page = `
  SELECT position, id, type, subject_type, subject_id, audience, data, actor, request_id, occurred_at
  FROM events.log WHERE position > $1 ORDER BY position LIMIT ${pageSize}`;

interface LogRow {
  position: string;
  id: string;
  type: string;
  subject_type: string;
  subject_id: string;
  audience: string[];
  data: Record<string, unknown>;
  actor: string;
  request_id: string | null;
  occurred_at: Date;
}

function eventOf(row: LogRow): LoggedEvent {
  return {
    id: row.id,
    position: Number(row.position),
    type: row.type,
    subject: { type: row.subject_type, id: row.subject_id },
    audience: row.audience,
    data: row.data,
    actor: row.actor,
    requestId: row.request_id ?? undefined,
    occurredAt: row.occurred_at,
  };
}

type Consumer = (event: LoggedEvent) => void;

/** The log as this process sees it: one tailing reader, fanned out in memory to everybody who listens. */
export class EventLog {
  readonly #pool: Pool;
  readonly #listener: Listener;
  readonly #consumers = new Set<Consumer>();
  #position = 0;
  #running: Promise<void> | undefined;
  #again = false;
  #ready = false;

  constructor(pool: Pool, url: string) {
    this.#pool = pool;
    this.#listener = new Listener(url, 'hub_log', () => this.#wake());
  }

  /** Starts tailing at the end of the log. */
  async start(): Promise<void> {
    const { rows } = await this.#pool.query('SELECT position FROM events.head');
    this.#position = Number(rows[0]?.position ?? 0);
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

  /** Calls `consumer` with every event from now on, in order; returns what ends it. */
  listen(consumer: Consumer): () => void {
    this.#consumers.add(consumer);
    return () => this.#consumers.delete(consumer);
  }

  /** The events from now on that `wanted` keeps, as a stream that ends when its consumer returns. */
  stream<T>(wanted: (event: LoggedEvent) => T | undefined): AsyncIterableIterator<T> {
    const buffer: T[] = [];
    let waiting: ((step: IteratorResult<T, undefined>) => void) | undefined;
    let ended = false;
    const stop = this.listen((event) => {
      const value = wanted(event);
      if (value === undefined) return;
      if (waiting) {
        waiting({ done: false, value });
        waiting = undefined;
      } else buffer.push(value);
    });
    return {
      next() {
        const value = buffer.shift();
        if (value !== undefined) return Promise.resolve({ done: false, value });
        if (ended) return Promise.resolve({ done: true, value: undefined });
        return new Promise((resolve) => {
          waiting = resolve;
        });
      },
      return() {
        ended = true;
        stop();
        buffer.length = 0;
        waiting?.({ done: true, value: undefined });
        return Promise.resolve({ done: true, value: undefined });
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
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
        const { rows } = await this.#pool.query<LogRow>(page, [this.#position]);
        for (const row of rows) {
          const event = eventOf(row);
          this.#position = event.position;
          for (const consumer of this.#consumers) consumer(event);
        }
        if (rows.length === pageSize) this.#again = true;
      }
    } catch (error) {
      // The position stands where it was; the next wake-up or poll reads on from there.
      log.warn({ err: error }, 'event log cannot be read yet');
      this.#again = false;
    }
  }
}
