import { randomUUID } from 'node:crypto';
import { Counter } from 'prom-client';
import { log } from '../log.ts';
import { Outage } from '../outage.ts';
import type { RequestEntry, RequestSink } from './request-entry.ts';
import { type Database, RequestStore, type StoredRequest } from './request-store.ts';

const dropped = new Counter({
  name: 'hub_request_log_dropped_total',
  help: 'Requests that are missing in the request log, since the database was away for too long or refused them.',
});

const textLength = 300;

export interface RequestLogOptions {
  /** Entries that wait while the database is away; beyond that the oldest are dropped. 20,000 by default. */
  capacity?: number;
  /** Entries that are stored together; 1,000 by default. */
  batch?: number;
  /** Between two batches, in milliseconds; a second by default. */
  everyMs?: number;
}

/**
 * Stores what is known of each request, some time later: `add` puts it into memory and returns. While the
 * database is away a bounded number waits, and the oldest are dropped and counted.
 */
export class RequestLog implements RequestSink {
  readonly #store: RequestStore;
  readonly #outage = new Outage('store the request log');
  readonly #capacity: number;
  readonly #batch: number;
  readonly #timer: NodeJS.Timeout;
  #waiting: StoredRequest[] = [];
  #flushing: Promise<boolean> | undefined;
  /** Since it was last told. */
  #dropped = 0;

  /** Uses one connection of `database` at a time; it stays the caller's to end. */
  constructor(database: Database, options: RequestLogOptions = {}) {
    this.#store = new RequestStore(database);
    this.#capacity = options.capacity ?? 20_000;
    this.#batch = options.batch ?? 1_000;
    this.#timer = setInterval(() => void this.flush(), options.everyMs ?? 1_000).unref();
  }

  add(entry: RequestEntry): void {
    this.#waiting.push(storedOf(entry));
    if (this.#waiting.length > this.#capacity) {
      // Many at a time: moving the rest up for each would cost more than all else.
      this.#drop(this.#waiting.splice(0, Math.ceil(this.#capacity / 20)).length);
    }
    if (this.#waiting.length === this.#batch) void this.flush();
  }

  /** Stores what waits. False when the database does not take it. */
  flush(): Promise<boolean> {
    this.#flushing ??= this.#storeAll().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  /** Stores what waits, if the database is there, and ends. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    while (this.#waiting.length > 0 && (await this.flush())) {}
    this.#drop(this.#waiting.splice(0).length);
    this.#tellDropped();
  }

  async #storeAll(): Promise<boolean> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#batch);
      try {
        await this.#store.add(batch);
        this.#outage.succeeded();
        this.#tellDropped();
      } catch (error) {
        if (isRefusal(error)) {
          // It would be refused again, and hold up all that come behind it.
          log.error({ err: error }, 'the database refused a batch of the request log');
          this.#drop(batch.length);
          continue;
        }
        this.#outage.failed(error);
        this.#waiting = [...batch, ...this.#waiting];
        const excess = this.#waiting.length - this.#capacity;
        if (excess > 0) this.#drop(this.#waiting.splice(0, excess).length);
        return false;
      }
    }
    return true;
  }

  #drop(count: number): void {
    if (count === 0) return;
    dropped.inc(count);
    this.#dropped += count;
  }

  #tellDropped(): void {
    if (this.#dropped > 0) log.warn({ dropped: this.#dropped }, 'requests are missing in the request log');
    this.#dropped = 0;
  }
}

/** The data themselves cannot be stored (SQLSTATE classes 22 and 23); anything else may pass. */
function isRefusal(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^2[23]/.test(code);
}

function storedOf(entry: RequestEntry): StoredRequest {
  const { principal, operation, startedAt } = entry;
  const row = {
    id: idAt(startedAt),
    at: new Date(startedAt).toISOString(),
    request_id: text(entry.requestId),
    organisation_id: principal.organisationId,
    caller_kind: principal.kind,
    caller_id: principal.id,
    client_id: principal.clientId ?? null,
    user_id: principal.userId ?? null,
    transport: entry.transport,
    method: entry.method,
    path: text(entry.path),
    operation_type: operation?.type ?? null,
    operation_name: operation?.name ?? null,
    fields: operation?.fields ?? [],
    document_hash: operation?.documentHash ?? null,
    variables: operation?.variables ?? null,
    status: entry.status,
    outcome: entry.outcome,
    codes: entry.codes,
    ms: Math.round(entry.ms * 100) / 100,
    address: entry.address,
    agent: entry.agent === null ? null : text(entry.agent),
  };
  return { row, document: operation?.document ?? null };
}

/** A UUIDv7 of a moment. Its random bits are of a `randomUUID`, which gets them for many at a time. */
function idAt(startedAt: number): string {
  const hex = startedAt.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${randomUUID().slice(15)}`;
}

/** What PostgreSQL can hold, and no line can be forged with. */
function text(given: string): string {
  return given
    .slice(0, textLength)
    .replace(/\p{Cc}/gu, ' ')
    .toWellFormed();
}
