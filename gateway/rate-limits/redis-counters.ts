import { createClient, type RedisClientType } from '@redis/client';
import { log } from '../../platform/log.ts';
import type { Counters, Take, Taken } from './counters.ts';
import { giveBackScript, shaOf, takeScript } from './redis-script.ts';

/** A request waits no longer for its place to be counted in Redis, in milliseconds. */
const patienceMs = 50;
const firstRetryMs = 50;
const lastRetryMs = 2000;
/** Commands that may wait for their answers; more are not counted in Redis. */
const waitingLimit = 10_000;

const takeSha = shaOf(takeScript);
const giveBackSha = shaOf(giveBackScript);
const refusals = [null, 'window', 'cost'] as const;

/** Counts in Redis, for all who share it. Rejects soon when Redis does not answer. */
export class RedisCounters implements Counters {
  readonly #client: RedisClientType;
  readonly #now: () => number;
  readonly #answerWithinMs: number;
  #complained = false;

  /** `now` gives milliseconds, or -1 for Redis’ own clock. */
  constructor(url: string, options: { now?: () => number; answerWithinMs?: number } = {}) {
    this.#now = options.now ?? (() => -1);
    this.#answerWithinMs = options.answerWithinMs ?? patienceMs;
    this.#client = createClient({
      url,
      disableOfflineQueue: true,
      commandsQueueMaxLength: waitingLimit,
      socket: {
        connectTimeout: 2000,
        reconnectStrategy: (retries) =>
          Math.min(firstRetryMs * 2 ** retries, lastRetryMs) * (0.5 + Math.random() / 2),
      },
    });
    this.#client.on('error', (error: Error) => this.#broke(error));
    this.#client.on('ready', () => this.#ready());
  }

  /** Begins to connect, and goes on trying without end. */
  open(): void {
    this.#client.connect().catch(gone);
  }

  close(): void {
    this.#client.destroy();
  }

  /** Whether there is a connection at this moment. */
  get connected(): boolean {
    return this.#client.isReady;
  }

  async take({ key, window, cost, places = 1 }: Take): Promise<Taken> {
    const keyInRedis = `hub:limits:{${key}}`;
    const numbers = [this.#now(), window.name, window.limit, window.ms];
    const points = [cost?.points ?? 0, cost?.capacity ?? 0, cost?.perSecond ?? 0, places];
    const args = [...numbers, ...points].map(String);
    const [refused = 0, remaining = 0, resetMs = 0, retryMs = 0, used = 0] = (await inTime(
      this.#run(takeSha, takeScript, keyInRedis, args),
      this.#answerWithinMs,
    )) as number[];
    return {
      refusedBy: refusals[refused] ?? null,
      remaining,
      resetMs,
      retryMs,
      used,
      giveBack: (back) => {
        this.#run(giveBackSha, giveBackScript, keyInRedis, [String(back)]).catch(gone);
      },
    };
  }

  async #run(sha: string, script: string, key: string, args: string[]): Promise<unknown> {
    try {
      return await this.#client.sendCommand(['EVALSHA', sha, '1', key, ...args]);
    } catch (error) {
      // One that was started anew knows no script.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return await this.#client.sendCommand(['EVAL', script, '1', key, ...args]);
    }
  }

  #broke(error: Error): void {
    if (this.#complained) return;
    this.#complained = true;
    log.warn(
      { reason: error.message },
      'Redis is not there; until it is, each gateway counts requests for itself',
    );
  }

  #ready(): void {
    if (this.#complained) log.info('Redis is there; gateways count requests together');
    this.#complained = false;
  }
}

/** The same, rejected when it takes too long. */
function inTime<T>(work: Promise<T>, withinMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      // An answer that has arrived while the process was busy is read before this.
      () => setImmediate(() => reject(new Error(`Redis has not answered in ${withinMs} ms`))),
      withinMs,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The connection broke or was closed: told by its event `error`. */
function gone(error: Error): void {
  log.debug({ err: error }, 'a command to Redis was not taken');
}
