import pg from 'pg';
import { Outage } from '../outage.ts';

const firstRetryMs = 100;
const lastRetryMs = 1000;
const connectTimeoutMs = 5000;

export interface LastingConnectionOptions {
  url: string;
  /** Shown by PostgreSQL. */
  name: string;
  /** What a new connection is prepared with, before anybody uses it. */
  prepare(client: pg.Client): Promise<void>;
  onNotification?: () => void;
}

/** A connection of its own that is there again, and prepared again, soon after PostgreSQL is. */
export class LastingConnection {
  readonly #options: LastingConnectionOptions;
  readonly #outage: Outage;
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #retryMs = firstRetryMs;
  #connecting: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: LastingConnectionOptions) {
    this.#options = options;
    this.#outage = new Outage(`hold the connection ${options.name}`);
  }

  /** The connection, while there is one. */
  get client(): pg.Client | undefined {
    return this.#client;
  }

  /** Resolves when the first connection is prepared; rejects when the database cannot be reached at all. */
  async open(): Promise<void> {
    const { url, name, prepare, onNotification } = this.#options;
    const client = new pg.Client({
      connectionString: url,
      application_name: name,
      keepAlive: true,
      connectionTimeoutMillis: connectTimeoutMs,
    });
    client.on('error', (error) => this.#outage.failed(error));
    if (onNotification) client.on('notification', onNotification);
    try {
      await client.connect();
      await prepare(client);
    } catch (error) {
      await client.end();
      throw error;
    }
    this.#client = client;
    this.#retryMs = firstRetryMs;
    this.#outage.succeeded();
    // Not before: a connection that never was ends as well.
    client.on('end', () => {
      this.#client = undefined;
      this.#openLater();
    });
    if (this.#closed) await client.end();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#connecting;
    await this.#client?.end();
  }

  #openLater(): void {
    if (this.#closed) return;
    this.#retry = setTimeout(() => {
      this.#connecting = this.open().catch((error) => {
        this.#outage.failed(error);
        this.#openLater();
      });
    }, this.#retryMs);
    this.#retryMs = Math.min(2 * this.#retryMs, lastRetryMs);
  }
}
