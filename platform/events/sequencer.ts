import type { Pool } from 'pg';
import { Outage } from '../outage.ts';
import type { WakeUpListener, WakeUps } from './wake-ups.ts';

const batchSize = 1000;

/**
 * Numbers what was recorded: moves committed events from the outbox into the log, as soon as a
 * recording transaction is announced. Any number may run; the database lets one through at a time.
 */
export class Sequencer {
  readonly #pool: Pool;
  readonly #wakeUps: WakeUps;
  readonly #listener: WakeUpListener;
  readonly #outage = new Outage('number events');
  #running: Promise<void> | undefined;
  #again = false;

  constructor(pool: Pool, wakeUps: WakeUps) {
    this.#pool = pool;
    this.#wakeUps = wakeUps;
    this.#listener = wakeUps.listener('hub_outbox', () => this.#wake());
  }

  start(): Promise<void> {
    return this.#listener.open();
  }

  async close(): Promise<void> {
    await this.#listener.close();
    await this.#running;
  }

  #wake(): void {
    this.#again = true;
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
      if (this.#again) this.#wake();
    });
  }

  async #drain(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        const { rows } = await this.#pool.query('SELECT events.sequence($1) AS moved', [batchSize]);
        this.#outage.succeeded();
        const { moved } = rows[0];
        if (moved > 0) this.#wakeUps.announce('hub_log');
        if (moved === batchSize) this.#again = true;
      }
    } catch (error) {
      // Nothing is lost: the rows stay in the outbox, and the next wake-up or poll takes them.
      this.#outage.failed(error);
      this.#again = false;
    }
  }
}
