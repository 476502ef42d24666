import type { EntityManager } from '@mikro-orm/postgresql';
import { log } from '../../../platform/log.ts';
import type { Claimed } from './claim.ts';
import type { Outcome } from './post.ts';
import { settle } from './settle.ts';
import { type Success, settleSuccesses } from './settle-successes.ts';

/** How many successes are stored in one transaction. */
const most = 500;

/**
 * Stores how attempts went. Successes are stored together with those that come while the ones before
 * them are stored: the more there is to do, the more of them at a time, and a single one at once.
 */
export class Settler {
  readonly #em: EntityManager;
  readonly #retryBaseMs: number;
  readonly #due: (webhookId: string) => void;
  #successes: Success[] = [];
  #failing = new Set<Promise<void>>();
  #storing: Promise<void> | undefined;
  #unsettled = 0;

  /** `due` is called when something is to be sent to a webhook at once. */
  constructor(em: EntityManager, retryBaseMs: number, due: (webhookId: string) => void) {
    this.#em = em;
    this.#retryBaseMs = retryBaseMs;
    this.#due = due;
  }

  /** How many attempts are not stored yet. */
  get unsettled(): number {
    return this.#unsettled;
  }

  /** Takes over how an attempt went. What cannot be stored is made again when its claim is over. */
  add(claimed: Claimed, outcome: Outcome): void {
    this.#unsettled += 1;
    if (outcome.error === null) {
      this.#successes.push({ claimed, outcome });
      this.#storing ??= this.#store();
      return;
    }
    const failing = this.#settle({ claimed, outcome }).finally(() => this.#failing.delete(failing));
    this.#failing.add(failing);
  }

  /** Resolves when everything that was added is stored. */
  async idle(): Promise<void> {
    while (this.#storing || this.#failing.size > 0) await Promise.all([this.#storing, ...this.#failing]);
  }

  async #store(): Promise<void> {
    while (this.#successes.length > 0) {
      const batch = this.#successes.splice(0, most);
      const left = await settleSuccesses(this.#em, batch).catch((error) => this.#failed(error, batch));
      this.#unsettled -= batch.length - left.length;
      // In order: what was exhausted is sent again one after the other.
      for (const success of left) await this.#settle(success);
    }
    this.#storing = undefined;
  }

  async #settle(settled: Success): Promise<void> {
    try {
      if (await settle(this.#em, settled.claimed, settled.outcome, this.#retryBaseMs))
        this.#due(settled.claimed.webhookId);
    } catch (error) {
      this.#failed(error, [settled]);
    }
    this.#unsettled -= 1;
  }

  #failed(err: unknown, lost: readonly Success[]): Success[] {
    log.warn(
      { err, deliveries: lost.map(({ claimed }) => claimed.id) },
      'webhook deliveries could not be stored; they are repeated',
    );
    return [];
  }
}
