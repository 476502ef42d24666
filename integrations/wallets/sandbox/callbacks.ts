import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { FaultScript } from '../../../platform/integration-kit/sandbox-faults.ts';
import { log } from '../../../platform/log.ts';
import type { WalletStatus } from '../port.ts';
import type { SandboxOrder } from './orders.ts';

/** The headers that sign a callback; `path` is that of the callback URL, `at` the time of sending. */
export type SignCallback = (
  secretKey: string,
  rawBody: string,
  callback: { path: string; at: Date },
) => Record<string, string>;

export interface CallbackSenderOptions {
  idField: 'payment_id' | 'transaction_id';
  secretKey: string;
  sign: SignCallback;
  faults: FaultScript;
  /** Waits before the second, third, ... try, in milliseconds. */
  retryAfterMs: readonly number[];
}

/** One try to deliver a callback, as the stand-in's page shows it. */
export interface Delivery {
  at: string;
  eventId: string;
  orderId: string;
  status: string;
  /** Status of the hub's answer, or why there was none. */
  answer: number | string;
}

/** What was said once, kept so that it can be said again under the same event id. */
interface CallbackEvent {
  rawBody: string;
  eventId: string;
  orderId: string;
  status: string;
  url: string;
}

interface Distortion {
  secretKey: string;
  /** How far the time of sending is off. */
  shiftMs: number;
}

const keptDeliveries = 200;

/** Sends a wallet's callbacks, each try signed afresh, until one is answered with 2xx or the tries end. */
export class CallbackSender {
  readonly deliveries: Delivery[] = [];
  readonly #agent = new Agent({ connections: 64, headersTimeout: 10_000, bodyTimeout: 10_000 });
  readonly #closing = new AbortController();
  readonly #options: CallbackSenderOptions;
  readonly #lastEvents = new WeakMap<SandboxOrder, CallbackEvent>();

  constructor(options: CallbackSenderOptions) {
    this.#options = options;
  }

  /** Tells the hub what has become of `order`, or what a scripted fault makes of that. */
  announce(order: SandboxOrder, previous: WalletStatus): void {
    const faults = this.#options.faults.take('callback');
    const amount = order.amount + (faults.get('different-amount')?.by ?? 0);
    const event = this.#event(order, faults.get('unknown-status')?.word ?? order.status, amount, new Date());
    this.#lastEvents.set(order, event);
    if (faults.get('no-callback')) return;
    const distortion = {
      secretKey: faults.get('badly-signed-callback') ? 'not the secret' : this.#options.secretKey,
      shiftMs: -(faults.get('stale-callback')?.minutes ?? 0) * 60_000,
    };
    const events = Array.from({ length: faults.get('repeated-callback')?.count ?? 1 }, () => event);
    const late = faults.get('out-of-order-callback')
      ? this.#event(order, previous, order.amount, order.createdAt)
      : null;
    void this.#run(async () => {
      await this.#wait(faults.get('late-callback')?.ms ?? 0);
      await Promise.all(events.map((one) => this.#deliver(one, distortion)));
      if (late) await this.#deliver(late, distortion);
    });
  }

  /** Says the last thing that was said of `order` once more, under the same event id. */
  repeat(order: SandboxOrder): boolean {
    const event = this.#lastEvents.get(order);
    if (!event) return false;
    void this.#run(() => this.#deliver(event, { secretKey: this.#options.secretKey, shiftMs: 0 }));
    return true;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#agent.destroy();
  }

  #event(order: SandboxOrder, status: string, amount: number, at: Date): CallbackEvent {
    const eventId = `evt-${randomUUID()}`;
    const rawBody = JSON.stringify({
      event_id: eventId,
      [this.#options.idField]: order.id,
      order_id: order.orderId,
      status,
      amount,
      currency: 'IDR',
      occurred_at: at.toISOString(),
    });
    return { rawBody, eventId, orderId: order.orderId, status, url: order.callbackUrl };
  }

  async #deliver(event: CallbackEvent, distortion: Distortion): Promise<void> {
    for (const wait of [0, ...this.#options.retryAfterMs]) {
      await this.#wait(wait);
      const answer = await this.#try(event, distortion);
      this.deliveries.push({ ...event, at: new Date().toISOString(), answer });
      if (this.deliveries.length > keptDeliveries) this.deliveries.shift();
      if (typeof answer === 'number' && answer >= 200 && answer < 300) return;
    }
  }

  async #try(event: CallbackEvent, distortion: Distortion): Promise<number | string> {
    const at = new Date(Date.now() + distortion.shiftMs);
    const { pathname: path } = new URL(event.url);
    try {
      const { statusCode, body } = await request(event.url, {
        method: 'POST',
        dispatcher: this.#agent,
        headers: {
          'content-type': 'application/json',
          ...this.#options.sign(distortion.secretKey, event.rawBody, { path, at }),
        },
        body: event.rawBody,
      });
      await body.dump();
      return statusCode;
    } catch (error) {
      this.#closing.signal.throwIfAborted();
      return error instanceof Error ? error.message : String(error);
    }
  }

  async #wait(ms: number): Promise<void> {
    if (ms > 0) await pause(ms, undefined, { ref: false, signal: this.#closing.signal });
  }

  /** Runs work that nobody waits for; it ends early when the stand-in closes. */
  async #run(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#closing.signal.aborted) log.error({ err: error }, 'a stand-in could not send a callback');
    }
  }
}
