import type { EntityManager } from '@mikro-orm/postgresql';
import type { LogPlace } from '../../../platform/events/cursor.ts';
import type { LoggedEvent } from '../../../platform/events/event.ts';
import type { EventLog } from '../../../platform/events/event-log.ts';
import { isSentTo, neverSent } from '../webhooks/chosen-events.ts';
import type { Webhook } from '../webhooks/webhook.ts';
import { addDeliveries } from './new-deliveries.ts';
import { RecentEvents } from './recent-events.ts';
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
  readonly #recent = new RecentEvents();
  #stopListening: (() => void) | undefined;

  /** `delivered` is called with the webhooks that there is something to send to. */
  constructor(em: EntityManager, events: EventLog, delivered: (webhookIds: Iterable<string>) => void) {
    this.#em = em;
    this.#events = events;
    this.#delivered = delivered;
  }

  start(): void {
    this.#stopListening = this.#events.listen((event) => {
      this.#recent.add(event);
      this.#loop.wake();
    });
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
      const events = await this.#eventsAfter({ day: place.day, position: Number(place.position) });
      const last = events.at(-1);
      if (!last) return { read: 0, given: [] };
      const deliveries = await deliveriesOf(em, events);
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

  async #eventsAfter(place: LogPlace): Promise<LoggedEvent[]> {
    this.#recent.forget(place.position);
    const recent = this.#recent.after(place.position, pageSize);
    return recent.length > 0 ? recent : this.#events.page(place, pageSize);
  }
}

/** Which of the events are for which webhooks. */
async function deliveriesOf(em: EntityManager, all: readonly LoggedEvent[]) {
  const events = all.filter(({ type }) => !neverSent(type));
  if (events.length === 0) return [];
  const byOrganisation = Map.groupBy(await candidates(em, events), ({ organisationId }) => organisationId);
  return events.flatMap((event) =>
    [...new Set(event.audience)]
      .flatMap((organisation) => byOrganisation.get(organisation) ?? [])
      .filter((webhook) => isSentTo(webhook, event))
      .map((webhook) => ({ webhook, event })),
  );
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
