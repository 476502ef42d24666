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
/** When even the fastest takes longer, everything waits in a queue. */
const slowProbeMs = 25;
/** The share of its time in which an event loop that has always something to do is at work. */
const busyShare = 0.9;
/** What is let in is answered within this time on average; one in a hundred takes some three times as long. */
const patienceMs = 75;
/** So many at a time are always let in: fewer would leave the processor idle between them. */
const fewest = 12;
/** How much can be answered is counted over so many busy windows in a row, at most. */
const counted = 4;
/** Busy windows in a row until there is a limit: where far more comes than is answered, and otherwise. */
const [untilFlooded, untilBusy] = [2, 6];
/** So many times as much as is answered is far more; after a short hold-up less comes, and is soon caught up with. */
const flood = 2;
/** Windows that the limit has to go unreached before there is none again: ten seconds. */
const calmWindows = 40;
/** What a client that was sent away is told to wait. */
const retryAfterSeconds = 1;

/** What a limit goes by. */
export interface LoadSigns {
  probe: OverloadOptions['probe'];
  /** Milliseconds that have passed. */
  now(): number;
  /** The share of the time since it was last asked in which the event loop was at work, 0 to 1. */
  utilisation(): number;
}

/**
 * Decides how many operations may be under way. There is no limit until the event loop has no rest any more, or the
 * fastest of several probes is slow: then as many are let in as are answered within 75 ms (Little's law: what is under way
 * is what is answered in a second times how long that takes). Half a second of it is enough where twice as much comes as
 * is answered; otherwise a second and a half, so that nobody is sent away for a hold-up that passes. Operations that wait
 * for a slow outside system alone make nothing busy, and nobody is sent away because of them.
 */
export class LoadLimit {
  readonly #signs: LoadSigns;
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
  /** Operations that have come and that have ended in this window. */
  #came = 0;
  #ended = 0;
  /** The last busy windows in a row: what came and what ended for each millisecond. */
  #busy: { came: number; ended: number }[] = [];
  #windowBegan: number;

  constructor(signs: LoadSigns) {
    this.#signs = signs;
    this.#windowBegan = signs.now();
  }

  /** How many may be under way now; `Infinity` where nobody is sent away. */
  get limit(): number {
    return this.#limit;
  }

  /** Whether one more may begin; `end` must be called for it then. */
  begin(): boolean {
    this.#came += 1;
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
    this.#ended += 1;
  }

  /** To be called every 50 ms. */
  tick(): void {
    // While there is little to do nobody needs to be asked.
    if (this.#asked === undefined && (this.#limit !== Number.POSITIVE_INFINITY || this.#most > fewest))
      this.#ask();
    this.#ticks += 1;
    if (this.#ticks < ticksOfWindow) return;
    const now = this.#signs.now();
    // One that has not come back is at least as slow as it is late.
    const pending = this.#asked === undefined ? 0 : now - this.#asked;
    const busy = this.#signs.utilisation() > busyShare || (this.#fastest ?? pending) > slowProbeMs;
    this.#judge(busy, now - this.#windowBegan);
    this.#most = this.#underWay;
    this.#fastest = undefined;
    this.#came = 0;
    this.#ended = 0;
    this.#ticks = 0;
    this.#windowBegan = now;
  }

  #ask(): void {
    const { probe, now } = this.#signs;
    const asked = now();
    this.#asked = asked;
    const answered = (took: number) => {
      this.#asked = undefined;
      this.#fastest = Math.min(this.#fastest ?? took, took);
    };
    probe().then(
      () => answered(now() - asked),
      // What cannot be asked says nothing of how much there is to do.
      () => answered(0),
    );
  }

  #judge(busy: boolean, lastedMs: number): void {
    const each = (count: number) => count / Math.max(1, lastedMs);
    const window = { came: each(this.#came), ended: each(this.#ended) };
    this.#busy = busy ? [...this.#busy.slice(1 - untilBusy), window] : [];
    const reached = this.#most >= this.#limit;
    const limited = this.#limit !== Number.POSITIVE_INFINITY;
    if (this.#busy.length >= (limited || this.#isFlooded() ? untilFlooded : untilBusy)) {
      const pace = sum(this.#busy.slice(-counted), 'ended') / Math.min(counted, this.#busy.length);
      const answerable = Math.max(fewest, Math.round(pace * patienceMs));
      if (limited || this.#most > answerable) this.#limit = answerable;
    } else if (!busy && reached) this.#limit = Math.ceil(this.#limit * 1.1);
    this.#calm = this.#most >= this.#limit ? 0 : this.#calm + 1;
    if (this.#calm >= calmWindows) this.#limit = Number.POSITIVE_INFINITY;
  }

  #isFlooded(): boolean {
    return sum(this.#busy, 'came') > flood * sum(this.#busy, 'ended');
  }
}

function sum<Of extends string>(windows: readonly Record<Of, number>[], of: Of): number {
  return windows.reduce((total, window) => total + window[of], 0);
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
  let before = performance.eventLoopUtilization();
  const load = new LoadLimit({
    probe: options.probe,
    now: () => performance.now(),
    utilisation: () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      return utilization;
    },
  });
  const refused = new Counter({
    name: 'hub_overload_refused_total',
    help: 'Operations that were sent away since more came than could be answered in time.',
    registers: [registry],
  });
  const ticking = setInterval(() => load.tick(), everyMs).unref();
  app.addHook('onClose', async () => clearInterval(ticking));
  let told = 0;
  app.addHook('onRequest', ({ routeOptions }, reply, done) => {
    if (!routeOptions.config.runsOperations) return done();
    if (load.begin()) {
      // Also when the client has gone away.
      reply.raw.once('close', () => load.end());
      return done();
    }
    refused.inc();
    const now = performance.now();
    if (now - told > 1000) {
      told = now;
      log.warn({ underWay: load.limit }, 'more is asked than can be answered: operations are sent away');
    }
    done(new HubError('OVERLOADED', { extensions: { retryAfter: retryAfterSeconds } }));
  });
}
