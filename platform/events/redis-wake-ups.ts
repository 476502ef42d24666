import { createClient, type RedisClientType } from '@redis/client';
import { log } from '../log.ts';
import type { Channel, WakeUpListener, WakeUps } from './wake-ups.ts';

const pollMs = 1000;
const firstRetryMs = 50;
const lastRetryMs = 3000;

/**
 * Wakes by Redis. Nothing but wake-ups goes through it, so that it may die and come back at any time:
 * until it is back, which is tried without end, events are found by polling. Several hubs may share one
 * Redis: a wake-up that was another's costs one look.
 */
export class RedisWakeUps implements WakeUps {
  readonly #publisher: RedisClientType;
  readonly #subscriber: RedisClientType;
  readonly #listening = new Set<() => void>();
  readonly #sending = new Map<Channel, 'alone' | 'and again'>();
  #complained = false;

  constructor(url: string) {
    this.#publisher = createClient({
      url,
      disableOfflineQueue: true,
      socket: {
        connectTimeout: 2000,
        reconnectStrategy: (retries) =>
          Math.min(firstRetryMs * 2 ** retries, lastRetryMs) * (0.5 + Math.random() / 2),
      },
    });
    this.#subscriber = this.#publisher.duplicate({ disableOfflineQueue: false });
    for (const client of [this.#publisher, this.#subscriber]) {
      client.on('error', (error) => this.#broke(error));
      client.on('ready', () => this.#ready());
    }
  }

  /** Begins to connect; whether Redis answers or not, the hub goes on. */
  open(): void {
    for (const client of [this.#publisher, this.#subscriber]) client.connect().catch(gone);
  }

  close(): void {
    for (const client of [this.#publisher, this.#subscriber]) client.destroy();
  }

  /** Whether wake-ups come through at this moment. */
  get working(): boolean {
    return this.#publisher.isReady && this.#subscriber.isReady;
  }

  listener(channel: Channel, wake: () => void): WakeUpListener {
    let poll: NodeJS.Timeout | undefined;
    return {
      open: async () => {
        poll = setInterval(wake, pollMs);
        this.#listening.add(wake);
        // Kept until Redis answers, and told it anew after each reconnection.
        this.#subscriber.subscribe(channel, wake).then(wake).catch(gone);
      },
      close: async () => {
        clearInterval(poll);
        this.#listening.delete(wake);
      },
    };
  }

  announce(channel: Channel): void {
    // One message under way at a time: what is announced meanwhile needs one more, however much it is.
    if (this.#sending.has(channel)) this.#sending.set(channel, 'and again');
    else if (this.#publisher.isReady) void this.#send(channel);
  }

  async #send(channel: Channel): Promise<void> {
    do {
      this.#sending.set(channel, 'alone');
      await this.#publisher.publish(channel, '').catch(gone);
    } while (this.#sending.get(channel) === 'and again' && this.#publisher.isReady);
    this.#sending.delete(channel);
  }

  #broke(error: Error): void {
    if (this.#complained) return;
    this.#complained = true;
    log.warn({ reason: error.message }, 'Redis is not there; until it is, events are found by polling');
  }

  #ready(): void {
    if (!this.working) return;
    if (this.#complained) log.info('Redis is there; events are found as they come');
    this.#complained = false;
    // What was told while nobody could hear it.
    for (const wake of this.#listening) wake();
  }
}

/** The connection broke or was closed: told by its event `error`, and made good by the poll. */
function gone(error: Error): void {
  log.debug({ err: error }, 'a message to Redis was not taken');
}
