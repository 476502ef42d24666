import type { FastifyInstance } from 'fastify';
import { Counter, type Registry } from 'prom-client';
import { HubError } from '../platform/errors.ts';
import { log } from '../platform/log.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Operations of the graph come by this route: they are sent away when there is too much to do. */
    runsOperations?: boolean;
  }
}

/** How a gateway finds out that it has more to do than it can. */
export interface OverloadOptions {
  /** Does the simplest thing that every answer waits for too, such as asking the database for 1. */
  probe(): Promise<unknown>;
}

/** Between two probes. */
const everyMs = 50;
/** Probes are judged together: by the fastest, so that one that was held up by chance says nothing. */
const ticksOfWindow = 5;
/** When even the fastest takes longer, everything waits in a queue. An answer takes several times as long. */
const patienceMs = 25;
/** So many at a time are always let in: fewer would leave the processor idle between them. */
const fewest = 12;
/** Windows that the limit has to go unreached before there is none again: ten seconds. */
const calmWindows = 40;
/** What a client that was sent away is told to wait. */
const retryAfterSeconds = 1;

/**
 * Decides how many operations may be under way. There is no limit until the fastest of several probes is slow, which
 * only happens when there is a queue for all of them; then as many are let in as leave the probe fast, and a tenth
 * more each time that it is.
 */
export class LoadLimit {
  readonly #probe: OverloadOptions['probe'];
  readonly #now: () => number;
  #underWay = 0;
  /** The most that were under way in this window. */
  #most = 0;
  #limit = Number.POSITIVE_INFINITY;
  /** When the probe that is under way began. */
  #asked: number | undefined;
  /** Of the probes that have come back in this window. */
  #fastest: number | undefined;
  #ticks = 0;
  #calm = 0;

  constructor(probe: OverloadOptions['probe'], now: () => number = () => performance.now()) {
    this.#probe = probe;
    this.#now = now;
  }

  /** How many may be under way now; `Infinity` where nobody is sent away. */
  get limit(): number {
    return this.#limit;
  }

  /** Whether one more may begin; `end` must be called for it then. */
  begin(): boolean {
    if (this.#underWay >= this.#limit) {
      this.#most = this.#underWay;
      return false;
    }
    this.#underWay += 1;
    this.#most = Math.max(this.#most, this.#underWay);
    return true;
  }

  end(): void {
    this.#underWay -= 1;
  }

  /** To be called every 50 ms. */
  tick(): void {
    // While there is little to do nobody needs to be asked.
    if (this.#asked === undefined && (this.#limit !== Number.POSITIVE_INFINITY || this.#most > fewest))
      this.#ask();
    this.#ticks += 1;
    if (this.#ticks < ticksOfWindow) return;
    // One that has not come back is at least as slow as it is late.
    const pending = this.#asked === undefined ? 0 : this.#now() - this.#asked;
    this.#judge(this.#fastest ?? pending);
    this.#most = this.#underWay;
    this.#fastest = undefined;
    this.#ticks = 0;
  }

  #ask(): void {
    const asked = this.#now();
    this.#asked = asked;
    const answered = (took: number) => {
      this.#asked = undefined;
      this.#fastest = Math.min(this.#fastest ?? took, took);
    };
    this.#probe().then(
      () => answered(this.#now() - asked),
      // What cannot be asked says nothing of how much there is to do.
      () => answered(0),
    );
  }

  #judge(took: number): void {
    if (took > patienceMs && this.#most > fewest) {
      const share = Math.max(0.5, patienceMs / took);
      this.#limit = Math.max(fewest, Math.floor(Math.min(this.#limit, this.#most) * share));
      this.#calm = 0;
    } else if (this.#most >= this.#limit) {
      this.#limit = Math.ceil(this.#limit * 1.1);
      this.#calm = 0;
    } else {
      this.#calm += 1;
      if (this.#calm >= calmWindows) this.#limit = Number.POSITIVE_INFINITY;
    }
  }
}

/**
 * Sends operations away with 503 and Retry-After, before anything of them is read, when more come than can be answered
 * in time: those that are let in are still answered soon. What has been let in is never cut off. Only routes that run
 * operations are meant: health, metrics, pages, tokens and callbacks of outside systems are always answered, and
 * streams of events, which last, are counted elsewhere.
 *
 * @param registry counts those that are sent away
 */
export function shedOverload(
  app: FastifyInstance,
  options: OverloadOptions | undefined,
  registry: Registry,
): void {
  if (!options) return;
  const load = new LoadLimit(options.probe);
  const refused = new Counter({
    name: 'hub_overload_refused_total',
    help: 'Operations that were sent away since more came than could be answered in time.',
    registers: [registry],
  });
  const ticking = setInterval(() => load.tick(), everyMs).unref();
  app.addHook('onClose', async () => clearInterval(ticking));
  let told = 0;
  app.addHook('onRequest', async ({ routeOptions }, reply) => {
    if (!routeOptions.config.runsOperations) return;
    if (load.begin()) {
      // Also when the client has gone away.
      reply.raw.once('close', () => load.end());
      return;
    }
    refused.inc();
    const now = performance.now();
    if (now - told > 1000) {
      told = now;
      log.warn({ underWay: load.limit }, 'more is asked than can be answered: operations are sent away');
    }
    throw new HubError('OVERLOADED', { extensions: { retryAfter: retryAfterSeconds } });
  });
}
