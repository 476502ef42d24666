import { Client } from 'pg';
import { log } from '../log.ts';

/**
 * A PostgreSQL connection of its own that LISTENs on `channel` and calls `wake` at each
 * notification, after each (re)connection, and every `pollMs` as the net under both.
 */
export class Listener {
  readonly #url: string;
  readonly #channel: string;
  readonly #wake: () => void;
  readonly #poll: NodeJS.Timeout;
  #client: Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(url: string, channel: string, wake: () => void, pollMs = 1000) {
    this.#url = url;
    this.#channel = channel;
    this.#wake = wake;
    this.#poll = setInterval(wake, pollMs);
  }

  /** Resolves once the first connection listens; rejects when the database cannot be reached at all. */
  async open(): Promise<void> {
    const client = new Client({ connectionString: this.#url, keepAlive: true });
    client.on('notification', () => this.#wake());
    client.on('error', (error) =>
      log.warn({ err: error, channel: this.#channel }, 'listener lost its connection'),
    );
    client.on('end', () => this.#reconnectLater());
    await client.connect();
    await client.query(`LISTEN ${client.escapeIdentifier(this.#channel)}`);
    this.#client = client;
    this.#wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#poll);
    clearTimeout(this.#retry);
    await this.#client?.end();
  }

  #reconnectLater(): void {
    this.#client = undefined;
    if (this.#closed) return;
    this.#retry = setTimeout(() => {
      this.open().catch((error) => {
        log.warn({ err: error, channel: this.#channel }, 'listener cannot reconnect yet');
        this.#reconnectLater();
      });
    }, 500);
  }
}
