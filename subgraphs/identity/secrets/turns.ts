import { HubError } from '../../../platform/errors.ts';

/** How many checks there may be, and how long one waits for its turn. */
export interface TurnLimits {
  /** At a time, in this process. */
  running: number;
  /** At a time, of one name. */
  runningOfName: number;
  /** Waiting or running, of one name. */
  ofName: number;
  /** Waiting or running, of one name from one address. */
  fromAddress: number;
  waiting: number;
  waitMs: number;
}

interface Waiting {
  name: string;
  begin(): void;
}

interface OfName {
  running: number;
  /** Waiting or running. */
  present: number;
  /** How many there are from each address, waiting or running. */
  readonly from: Map<string, number>;
}

/**
 * Lets a few at a time do what is dear. Each has a name, of which fewer still may at a time, and an
 * address: who sends many for one name stands in the way of nobody else who has something for it.
 */
export class Turns {
  readonly #limits: TurnLimits;
  readonly #names = new Map<string, OfName>();
  #waiting: Waiting[] = [];
  #running = 0;

  constructor(limits: TurnLimits) {
    this.#limits = limits;
  }

  /**
   * Does `work` when it is its turn.
   *
   * @param address whence it comes; undefined where that is not known, and not counted
   * @throws HubError RATE_LIMITED with `retryAfter` in seconds when there are too many, or none goes soon enough
   */
  async inTurn<T>(name: string, address: string | undefined, work: () => Promise<T>): Promise<T> {
    const ofName = this.#names.get(name) ?? { running: 0, present: 0, from: new Map<string, number>() };
    const origin = address ?? '';
    const present = ofName.from.get(origin) ?? 0;
    if (address !== undefined && present >= this.#limits.fromAddress) throw busy();
    if (ofName.present >= this.#limits.ofName) throw busy();
    this.#names.set(name, ofName);
    ofName.present += 1;
    ofName.from.set(origin, present + 1);
    try {
      await this.#turn(name);
      try {
        return await work();
      } finally {
        this.#running -= 1;
        ofName.running -= 1;
      }
    } finally {
      ofName.present -= 1;
      const left = (ofName.from.get(origin) ?? 1) - 1;
      if (left > 0) ofName.from.set(origin, left);
      else ofName.from.delete(origin);
      if (ofName.present === 0) this.#names.delete(name);
      this.#next();
    }
  }

  async #turn(name: string): Promise<void> {
    if (this.#mayRun(name)) return this.#begin(name);
    if (this.#waiting.length >= this.#limits.waiting) throw busy();
    await new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        name,
        begin: () => {
          clearTimeout(impatience);
          resolve();
        },
      };
      const impatience = setTimeout(() => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(busy());
      }, this.#limits.waitMs);
      this.#waiting.push(waiting);
    });
  }

  #mayRun(name: string): boolean {
    const { running, runningOfName } = this.#limits;
    return this.#running < running && (this.#names.get(name)?.running ?? 0) < runningOfName;
  }

  #begin(name: string): void {
    const ofName = this.#names.get(name);
    if (ofName) ofName.running += 1;
    this.#running += 1;
  }

  #next(): void {
    if (this.#running >= this.#limits.running) return;
    const place = this.#waiting.findIndex(({ name }) => this.#mayRun(name));
    const [waiting] = place < 0 ? [] : this.#waiting.splice(place, 1);
    if (!waiting) return;
    // Before anybody else can take the turn.
    this.#begin(waiting.name);
    waiting.begin();
    this.#next();
  }
}

function busy(): HubError {
  return new HubError('RATE_LIMITED', {
    message: 'Too many secrets are being tried at this moment; try again in a few seconds.',
    extensions: { retryAfter: 3 },
  });
}
