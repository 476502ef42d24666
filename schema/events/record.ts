import type { EntityManager } from '@mikro-orm/postgresql';
import { audit } from '../../platform/audit/audit.ts';
import { record as write } from '../../platform/events/record.ts';
import { type EventData, type EventType, eventCatalogue } from './catalogue.ts';
import type { EventDefinition } from './define.ts';

/** A change of state, as its type in the catalogue says it is told. */
export type CatalogueEvent = {
  [T in EventType]: {
    type: T;
    /** The entity that changed. */
    subject: { type: (typeof eventCatalogue)[T]['subject']; id: string };
    /** The organisations that may see the event. */
    audience: readonly string[];
    data: EventData<T>;
    /** Id of the principal that caused it. */
    actor: string;
    requestId?: string | undefined;
  };
}[EventType];

/** In production the types that the compiler checked are trusted. */
const checking = process.env.NODE_ENV !== 'production';

/**
 * Records events of the catalogue, in this order, in the transaction of `em`, and those that concern
 * security in the audit log as well. Outside of production each is checked against its schema; one that
 * does not fit throws, and the change with it.
 */
export async function record(em: EntityManager, ...events: CatalogueEvent[]): Promise<void> {
  if (checking) for (const event of events) eventCatalogue[event.type].data.parse(event.data);
  await write(em, ...events);
  const audited = events.filter(({ type }) => (eventCatalogue[type] as EventDefinition).security);
  await audit(em, ...audited.map(({ audience, ...event }) => ({ ...event, organisations: audience })));
}
