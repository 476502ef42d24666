import type { EntityManager } from '@mikro-orm/postgresql';
import type { LoggedEvent } from '../../../platform/events/event.ts';
import type { EventLog } from '../../../platform/events/event-log.ts';
import { isSentTo } from '../webhooks/chosen-events.ts';
import type { Webhook } from '../webhooks/webhook.ts';
import { addDeliveries } from './new-deliveries.ts';
import { WakeableLoop } from './wakeable-loop.ts';

const pageSize = 500;
const pollMs = 5000;

type Candidate = Pick<Webhook, 'id' | 'organisationId' | 'events' | 'filter' | 'payloadSubjects' | 'scopes'>;

/**
 * Gives each event to each webhook that is to have it, exactly once: the deliveries are stored in one
 * transaction with the checkpoint, and the checkpoint's lock lets one process at a time through. Any
 * number may run.
 */
export class FanOut {
  readonly #em: EntityManager;
  readonly #events: EventLog;
  readonly #delivered: (webhookIds: Iterable<string>) => void;
  readonly #loop = new WakeableLoop('webhook fan-out', () => this.#step(), pollMs);
  #stopListening: (() => void) | undefined;

  /** `delivered` is called with the webhooks that there is something to send to. */
  constructor(em: EntityManager, events: EventLog, delivered: (webhookIds: Iterable<string>) => void) {
    this.#em = em;
    this.#events = events;
    this.#delivered = delivered;
  }

  start(): void {
    this.#stopListening = this.#events.listen(() => this.#loop.wake());
    this.#loop.start();
  }

  close(): Promise<void> {
    this.#stopListening?.();
    return this.#loop.close();
  }

  async #step(): Promise<boolean> {
    const { read, given } = await this.#em.fork().transactional(async (em) => {
      const [place] = await em.execute<{ day: string; position: string }[]>(
        'SELECT day::text AS day, position FROM exchange.webhook_checkpoint FOR UPDATE SKIP LOCKED',
      );
      if (!place) return { read: 0, given: [] };
      const events = await this.#events.page({ day: place.day, position: Number(place.position) }, pageSize);
      const last = events.at(-1);
      if (!last) return { read: 0, given: [] };
      const webhooks = await candidates(em, events);
      const deliveries = events.flatMap((event) =>
        webhooks.filter((webhook) => isSentTo(webhook, event)).map((webhook) => ({ webhook, event })),
      );
      await addDeliveries(em, deliveries);
      await em.execute('UPDATE exchange.webhook_checkpoint SET day = ?, position = ?', [
        last.day,
        last.position,
      ]);
      return { read: events.length, given: deliveries.map(({ webhook }) => webhook.id) };
    });
    if (given.length > 0) this.#delivered(given);
    return read === pageSize;
  }
}

/** The webhooks of the organisations that may see some of the events. They cannot be deleted until the transaction ends. */
function candidates(em: EntityManager, events: readonly LoggedEvent[]): Promise<Candidate[]> {
  const audience = [...new Set(events.flatMap((event) => event.audience))];
  return em.execute<Candidate[]>(
    `SELECT id, organisation_id AS "organisationId", to_json(events) AS events, filter,
       to_json(payload_subjects) AS "payloadSubjects",
       to_json(scopes) AS scopes FROM exchange.webhooks
     WHERE organisation_id = ANY(?::uuid[]) AND status <> 'DISABLED' FOR KEY SHARE`,
    [`{${audience.join(',')}}`],
  );
}
