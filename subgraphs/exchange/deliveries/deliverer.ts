import type { EntityManager } from '@mikro-orm/postgresql';
import type { Agent } from 'undici';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { guardedAgent, type TargetPolicy } from '../../../platform/http-client/guarded-agent.ts';
import { log } from '../../../platform/log.ts';
import { type Claimed, claim, release } from './claim.ts';
import { post } from './post.ts';
import { settle } from './settle.ts';
import { WakeableLoop } from './wakeable-loop.ts';

/** How many deliveries are under way at a time in one process. */
const atOnce = 64;
const pollMs = 500;
/** How long a process that ends waits for the endpoints; what takes longer is sent again by another. */
const goodbyeMs = 3000;

/** Sends what is due, from the database: any number may run, in any number of processes. */
export class Deliverer {
  readonly #em: EntityManager;
  readonly #cipher: Cipher;
  readonly #agent: Agent;
  readonly #retryBaseMs: number;
  readonly #loop = new WakeableLoop('webhook deliveries', () => this.#step(), pollMs);
  readonly #running = new Set<Promise<void>>();
  readonly #busy = new Map<string, number>();
  #ending = false;

  /** `retryBaseMs` is the first wait before a delivery is tried again. */
  constructor(em: EntityManager, cipher: Cipher, targets: TargetPolicy, retryBaseMs: number) {
    this.#em = em;
    this.#cipher = cipher;
    this.#agent = guardedAgent(targets, { connections: atOnce, keepAliveTimeout: 4000 });
    this.#retryBaseMs = retryBaseMs;
  }

  start(): void {
    this.#loop.start();
  }

  wake(): void {
    this.#loop.wake();
  }

  async close(): Promise<void> {
    await this.#loop.close();
    this.#ending = true;
    const impatience = setTimeout(() => void this.#agent.destroy(), goodbyeMs);
    await Promise.all(this.#running);
    clearTimeout(impatience);
    await this.#agent.destroy();
  }

  async #step(): Promise<boolean> {
    const room = atOnce - this.#running.size;
    if (room <= 0) return false;
    const claimed = await claim(this.#em, this.#busy, room);
    for (const delivery of claimed) this.#begin(delivery);
    return false;
  }

  #begin(claimed: Claimed): void {
    const { webhookId } = claimed;
    this.#busy.set(webhookId, (this.#busy.get(webhookId) ?? 0) + 1);
    const running = this.#deliver(claimed)
      .catch((err) =>
        log.warn({ err, delivery: claimed.id }, 'a webhook delivery could not be stored; it is repeated'),
      )
      .finally(() => {
        this.#running.delete(running);
        const left = (this.#busy.get(webhookId) ?? 1) - 1;
        if (left === 0) this.#busy.delete(webhookId);
        else this.#busy.set(webhookId, left);
        this.#loop.wake();
      });
    this.#running.add(running);
  }

  async #deliver(claimed: Claimed): Promise<void> {
    const outcome = await post(this.#agent, claimed, this.#cipher);
    // Cut off by the end of this process, and no word of the endpoint's.
    if (this.#ending && outcome.status === null) return release(this.#em, claimed);
    await settle(this.#em, claimed, outcome, this.#retryBaseMs);
  }
}
