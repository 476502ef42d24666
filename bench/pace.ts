import { quantile } from './figures.ts';
import { type WireAnswer, WireConnection } from './wire.ts';

/** Requests that come when they come, whether or not the ones before have been answered. */
export interface Paced {
  url: string;
  /** What each connection sends, by its number. */
  requestOf(connection: number): Buffer;
  perSecond: number;
  seconds: number;
  /** What comes in the beginning is not counted, in seconds. */
  settle?: number;
  /** Opened beforehand; a request that finds none free waits, and that time counts. */
  connections: number;
}

/** What became of them. */
export interface PacedResult {
  /** Answers by their status; 0 stands for connections that were cut off. */
  statuses: Map<number, number>;
  /** Time from when a request was due until its answer of 200 was here, in milliseconds. */
  p50: number;
  p99: number;
  worst: number;
}

const tickMs = 2;

/** Sends requests at an even pace. */
export function pace(options: Paced): Promise<PacedResult> {
  return new PacedRun(options).run();
}

class PacedRun {
  readonly #options: Paced;
  readonly #statuses = new Map<number, number>();
  readonly #times: number[] = [];
  readonly #free: Lane[] = [];
  /** When those that found no connection free were due. */
  readonly #waiting: number[] = [];
  #underWay = 0;
  #countFrom = Number.POSITIVE_INFINITY;

  constructor(options: Paced) {
    this.#options = options;
  }

  async run(): Promise<PacedResult> {
    const { perSecond, seconds, settle = 0, connections } = this.#options;
    for (let number = 0; number < connections; number += 1) await this.#openLane(number);
    const started = performance.now();
    this.#countFrom = started + settle * 1000;
    let sent = 0;
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        const elapsed = Math.min(performance.now() - started, seconds * 1000);
        const due = Math.floor((elapsed / 1000) * perSecond);
        for (; sent < due; sent += 1) this.#send(started + (sent / perSecond) * 1000);
        if (elapsed < seconds * 1000 || this.#underWay > 0 || this.#waiting.length > 0) return;
        clearInterval(timer);
        resolve();
      }, tickMs);
    });
    for (const lane of this.#free) lane.connection.close();
    return {
      statuses: this.#statuses,
      p50: quantile(this.#times, 0.5),
      p99: quantile(this.#times, 0.99),
      worst: quantile(this.#times, 1),
    };
  }

  /** Opens a connection and has its first request answered, so that accepting it is no part of what is measured. */
  #openLane(number: number): Promise<void> {
    const { url, requestOf } = this.#options;
    return new Promise((resolve) => {
      const lane: Lane = {
        due: undefined,
        connection: new WireConnection(url, requestOf(number), undefined, {
          answered: (answer) => {
            this.#answered(lane, answer);
            resolve();
          },
          failed: () => {
            this.#failed(lane);
            resolve();
          },
        }),
      };
      this.#sendBy(lane, performance.now());
    });
  }

  #send(due: number): void {
    // The one that has been idle for longest, so that all of them are used alike.
    const lane = this.#free.shift();
    if (lane) this.#sendBy(lane, due);
    else this.#waiting.push(due);
  }

  #sendBy(lane: Lane, due: number): void {
    lane.due = due;
    this.#underWay += 1;
    lane.connection.send();
  }

  #answered(lane: Lane, { status }: WireAnswer): void {
    this.#note(lane, status);
    this.#free.push(lane);
    const due = this.#waiting.shift();
    if (due !== undefined) this.#send(due);
  }

  #failed(lane: Lane): void {
    const place = this.#free.indexOf(lane);
    if (place >= 0) this.#free.splice(place, 1);
    if (lane.due !== undefined) this.#note(lane, 0);
  }

  #note(lane: Lane, status: number): void {
    const due = lane.due ?? 0;
    lane.due = undefined;
    this.#underWay -= 1;
    if (due < this.#countFrom) return;
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    if (status === 200) this.#times.push(performance.now() - due);
  }
}

interface Lane {
  connection: WireConnection;
  /** When its request was due; undefined while it has none. */
  due: number | undefined;
}
