/** A connection that is asked from time to time whether it still lives. */
export interface Pinged {
  /** Asks; false when it has not answered since the last time, and is given up. */
  ping(): boolean;
}

/** Connections are asked in as many turns, so that never all are at once. */
const turns = 12;

/** Asks every connection once in `everyMs`, by one timer for all of them. */
export class Heartbeat {
  readonly #turns = Array.from({ length: turns }, () => new Set<Pinged>());
  readonly #timer: NodeJS.Timeout;
  #turn = 0;

  constructor(everyMs: number) {
    this.#timer = setInterval(() => this.#beat(), everyMs / turns);
    this.#timer.unref();
  }

  /** Asks for the first time when all others have been asked once. */
  add(connection: Pinged): void {
    this.#turns[this.#turn]?.add(connection);
  }

  remove(connection: Pinged): void {
    for (const turn of this.#turns) turn.delete(connection);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    this.#turn = (this.#turn + 1) % turns;
    const asked = this.#turns[this.#turn];
    for (const connection of asked ?? []) if (!connection.ping()) asked?.delete(connection);
  }
}
