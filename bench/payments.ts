import { randomUUID } from 'node:crypto';
import type { RunningHub } from './hub.ts';

const methods = ['GOPAY', 'LINKAJA', 'OVO'] as const;

/** Makes payments at one running hub, for the first enrolments that it has. */
export class Payer {
  readonly #hub: RunningHub;
  readonly #enrolments: readonly string[];
  readonly #name = randomUUID();
  #count = 0;

  constructor(hub: RunningHub, enrolments: readonly string[]) {
    this.#hub = hub;
    this.#enrolments = enrolments;
  }

  /** Creates one payment more, by the next wallet; its id. */
  async pay(): Promise<string> {
    const number = this.#count;
    this.#count += 1;
    const { createPayment } = await this.#hub.run<{ createPayment: { id: string } }>(create, {
      input: {
        enrolmentId: this.#enrolments[number % this.#enrolments.length],
        amount: 150_000,
        method: methods[number % methods.length],
        description: 'Biaya pelatihan',
        customer: { name: 'Siti Rahmawati', phone: '081260001001' },
        idempotencyKey: `${this.#name}-${number}`,
      },
    });
    return createPayment.id;
  }

  /** Whether the customers of the stand-ins pay at once. */
  async autoPay(wanted: boolean): Promise<void> {
    for (const wallet of methods) {
      const response = await fetch(`${this.#hub.sandboxUrl}/${wallet.toLowerCase()}/_control/behaviour`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ autoPay: wanted }),
      });
      if (!response.ok) throw new Error(`The stand-in of ${wallet} answered ${response.status}.`);
    }
  }
}

export async function openPayer(hub: RunningHub): Promise<Payer> {
  const { enrolments } = await hub.run<{ enrolments: { nodes: { id: string }[] } }>(
    '{ enrolments(first: 20) { nodes { id } } }',
  );
  const payer = new Payer(
    hub,
    enrolments.nodes.map(({ id }) => id),
  );
  await payer.autoPay(true);
  return payer;
}

const create = 'mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { id } }';
