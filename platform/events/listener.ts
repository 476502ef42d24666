import { LastingConnection } from '../db/lasting-connection.ts';

/**
 * A PostgreSQL connection of its own that LISTENs on `channel` and calls `wake` at each
 * notification, after each (re)connection, and every `pollMs` as the net under both.
 */
export class Listener {
  readonly #connection: LastingConnection;
  readonly #poll: NodeJS.Timeout;

  constructor(url: string, channel: string, wake: () => void, pollMs = 1000) {
    this.#connection = new LastingConnection({
      url,
      name: `listener ${channel}`,
      async prepare(client) {
        await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
        wake();
      },
      onNotification: wake,
    });
    this.#poll = setInterval(wake, pollMs);
  }

  /** Resolves once the first connection listens; rejects when the database cannot be reached at all. */
  open(): Promise<void> {
    return this.#connection.open();
  }

  async close(): Promise<void> {
    clearInterval(this.#poll);
    await this.#connection.close();
  }
}
