import type { EntityManager } from '@mikro-orm/postgresql';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import type { TargetPolicy } from '../../../platform/http-client/guarded-agent.ts';
import { log } from '../../../platform/log.ts';
import { Agents } from './agents.ts';
import {
  type Claimed,
  type ClaimedOfWebhook,
  claim,
  claimOfAny,
  giveBack,
  release,
  type Wanted,
} from './claim.ts';
import type { Destination } from './destination.ts';
import { type Endpoint, Endpoints } from './endpoint.ts';
import { Lane } from './lane.ts';
import { usualPace } from './pace.ts';
import { type Outcome, post } from './post.ts';
import { Settler } from './settler.ts';
import { WakeableLoop } from './wakeable-loop.ts';

/** How many deliveries are under way at a time in one process; an endpoint that hangs soon has but one of them. */
const atOnce = 1024;
/** How many this process has claimed at a time: under way, waiting behind them, and not stored yet. */
const claimedAtOnce = 4096;
const pollMs = 500;
/** How often at most every webhook is looked at, for what this process was not told of. */
const lookMs = 400;
/** How often at least: a look that took long, on a machine that is busy, puts the next one off no further. */
const latestLookMs = 3000;
/** How many are claimed of a webhook that nothing is known of yet. */
const usualRoom = 2 * usualPace;
const gone = 410;
/** How long a process that ends waits for the endpoints; what takes longer is sent again by another. */
const goodbyeMs = 3000;

/** Sends what is due, from the database: any number may run, in any number of processes. */
export class Deliverer {
  readonly #em: EntityManager;
  readonly #agents: Agents;
  readonly #endpoints: Endpoints;
  readonly #settler: Settler;
  readonly #loop = new WakeableLoop('webhook deliveries', () => this.#step(), pollMs);
  readonly #lanes = new Map<string, Lane>();
  readonly #running = new Set<Promise<void>>();
  readonly #hinted = new Set<string>();
  #claimed = 0;
  /** When to look at every webhook again. */
  #lookAt = 0;
  #ending = false;

  /** `retryBaseMs` is the first wait before a delivery is tried again. */
  constructor(em: EntityManager, cipher: Cipher, targets: TargetPolicy, retryBaseMs: number) {
    this.#em = em;
    this.#endpoints = new Endpoints(cipher);
    this.#settler = new Settler(em, retryBaseMs, (webhookId) => this.wake([webhookId]));
    this.#agents = new Agents(targets);
  }

  start(): void {
    this.#loop.start();
  }

  /** Something became due just now for these webhooks. */
  wake(webhookIds: Iterable<string>): void {
    for (const id of webhookIds) this.#hinted.add(id);
    this.#loop.wake();
  }

  async close(): Promise<void> {
    await this.#loop.close();
    this.#ending = true;
    const impatience = setTimeout(() => void this.#agents.destroy(), goodbyeMs);
    await this.#giveBack([...this.#lanes.values()].flatMap((lane) => lane.takeAll()));
    await Promise.all(this.#running);
    clearTimeout(impatience);
    await this.#settler.idle();
    await this.#agents.destroy();
  }

  async #step(): Promise<boolean> {
    const at = performance.now();
    for (const [webhookId, lane] of this.#lanes) {
      await this.#giveBack(lane.overdue(at));
      if (lane.forgettable(at)) this.#lanes.delete(webhookId);
    }
    const limit = claimedAtOnce - this.#claimed - this.#settler.unsettled;
    if (limit <= 0) return false;
    const wanted = this.#wanted();
    if (at < this.#lookAt) {
      const open = wanted.filter(({ room }) => room > 0);
      if (open.length === 0) return false;
      this.#takeAll(open, await claim(this.#em, open, limit), at);
    } else {
      this.#takeAll(wanted, await claimOfAny(this.#em, wanted, usualRoom, limit), at);
      const now = performance.now();
      this.#lookAt = now + Math.min(Math.max(lookMs, 20 * (now - at)), latestLookMs);
    }
    return false;
  }

  #wanted(): Wanted[] {
    const wanted = [...this.#lanes].map(([id, { room, since }]) => ({ id, room, since }));
    for (const id of this.#hinted) {
      if (!this.#lanes.has(id)) wanted.push({ id, room: usualRoom, since: null });
    }
    this.#hinted.clear();
    return wanted;
  }

  #takeAll(wanted: readonly Wanted[], claimed: readonly ClaimedOfWebhook[], at: number): void {
    const roomOf = new Map(wanted.map(({ id, room }) => [id, room]));
    for (const { id, room } of wanted) {
      const lane = this.#lanes.get(id);
      // Of a lane without room nothing was asked, and nothing is known.
      if (lane && room > 0) lane.since = null;
    }
    for (const { destination, deliveries } of claimed) {
      const lane = this.#take(destination, deliveries, at);
      const more = deliveries.length >= (roomOf.get(destination.webhookId) ?? usualRoom);
      if (lane && more) lane.since = deliveries.at(-1)?.dueAt ?? null;
    }
  }

  #take(destination: Destination, deliveries: readonly Claimed[], at: number): Lane | undefined {
    const { webhookId } = destination;
    const lane = this.#lanes.get(webhookId) ?? new Lane();
    try {
      lane.endpoint = this.#endpoints.open(destination);
    } catch (err) {
      // Tried again when the claims are over.
      log.error({ err, webhook: webhookId }, 'the secrets of a webhook cannot be opened');
      return undefined;
    }
    this.#lanes.set(webhookId, lane);
    this.#claimed += deliveries.length;
    lane.add(deliveries, at);
    this.#send(lane);
    return lane;
  }

  #send(lane: Lane): void {
    while (lane.endpoint && this.#running.size < atOnce) {
      const claimed = lane.next();
      if (!claimed) return;
      lane.underWay += 1;
      const running = this.#deliver(claimed, lane, lane.endpoint)
        .catch((err) =>
          log.warn({ err, delivery: claimed.id }, 'a claim could not be given back; it ends by itself'),
        )
        .finally(() => {
          this.#running.delete(running);
          this.#goOn(lane);
        });
      this.#running.add(running);
    }
  }

  #goOn(lane: Lane): void {
    lane.underWay -= 1;
    this.#claimed -= 1;
    this.#send(lane);
    // Others may have waited for a place.
    if (this.#running.size === atOnce - 1) for (const other of this.#lanes.values()) this.#send(other);
    if (lane.waiting === 0) this.#loop.wake();
  }

  async #deliver(claimed: Claimed, lane: Lane, endpoint: Endpoint): Promise<void> {
    const outcome = await post(this.#agents.for(endpoint.allowedAddresses), endpoint, claimed);
    // Cut off by the end of this process, and no word of the endpoint's.
    if (this.#ending && outcome.status === null) return release(this.#em, claimed);
    tell(claimed, outcome);
    lane.pace.heed(outcome);
    this.#settler.add(claimed, outcome);
    if (outcome.status === gone) await this.#giveBack(lane.takeAll());
  }

  async #giveBack(claimed: readonly Claimed[]): Promise<void> {
    this.#claimed -= claimed.length;
    await giveBack(this.#em, claimed);
  }
}

/** The line by which the request that caused an event is followed to its end. */
function tell(claimed: Claimed, { status, durationMs, error }: Outcome): void {
  const { requestId, id, webhookId, eventUuid, attempt } = claimed;
  const line = { requestId, delivery: id, webhook: webhookId, event: `evt_${eventUuid}`, attempt };
  log.info(
    { ...line, status, ms: durationMs, error },
    error === null ? 'webhook delivered' : 'webhook not delivered',
  );
}
