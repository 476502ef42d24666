import type { Client } from 'graphql-ws';

const patienceMs = 20_000;

interface Waiting {
  count: number;
  resolve(times: readonly number[]): void;
  reject(error: Error): void;
}

/** When websocket clients hear that payments are PAID. */
export class Arrivals {
  readonly #heard = new Map<string, number[]>();
  readonly #waiting = new Map<string, Waiting>();
  #failure: Error | undefined;

  /** Listens with `client` from now on, to every payment that it may see. */
  listen(client: Client): void {
    client.subscribe<{ paymentStatusChanged: { status: string; payment: { id: string } } }>(
      { query: 'subscription { paymentStatusChanged { status payment { id amount } } }' },
      {
        next: ({ data, errors }) => {
          if (!data) this.#fail(errors);
          else if (data.paymentStatusChanged.status === 'PAID')
            this.#hear(data.paymentStatusChanged.payment.id);
        },
        error: (error) => this.#fail(error),
        complete: () => {},
      },
    );
  }

  #hear(paymentId: string): void {
    const times = this.#heard.get(paymentId) ?? [];
    times.push(performance.now());
    this.#heard.set(paymentId, times);
    const waiting = this.#waiting.get(paymentId);
    if (waiting && times.length >= waiting.count) waiting.resolve(times);
  }

  #fail(cause: unknown): void {
    this.#failure = new Error('A subscription failed.', { cause });
    for (const waiting of this.#waiting.values()) waiting.reject(this.#failure);
  }

  /**
   * When each of `count` clients heard of the payment, in order, once all of them have; to be called
   * once for each payment. Rejects when it takes too long.
   */
  async of(paymentId: string, count = 1): Promise<readonly number[]> {
    if (this.#failure) throw this.#failure;
    const times = this.#heard.get(paymentId) ?? [];
    if (times.length >= count) return times;
    const { promise, resolve, reject } = Promise.withResolvers<readonly number[]>();
    this.#waiting.set(paymentId, { count, resolve, reject });
    const impatience = setTimeout(() => {
      const heard = this.#heard.get(paymentId)?.length ?? 0;
      reject(new Error(`${heard} of ${count} clients heard of a payment within ${patienceMs} ms.`));
    }, patienceMs);
    try {
      return await promise;
    } finally {
      clearTimeout(impatience);
      this.#waiting.delete(paymentId);
    }
  }
}
