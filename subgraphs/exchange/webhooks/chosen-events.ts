import type { Principal } from '../../../platform/auth/principal.ts';
import { allows, type Scope } from '../../../platform/auth/scopes.ts';
import { HubError, invalid } from '../../../platform/errors.ts';
import type { LoggedEvent } from '../../../platform/events/event.ts';
import { type EventType, eventCatalogue } from '../../../schema/events/catalogue.ts';
import { mayRead } from '../events/event.service.ts';
import { typesMeant } from '../events/event-types.ts';
import { checkedTest, testOf } from '../filters/filter.ts';
import type { Webhook } from './webhook.ts';

/** Deliveries of deliveries would never end. */
export const neverSent = (type: string) => type.startsWith('webhook_delivery.');

/**
 * Checks the types of events that a webhook is to be sent. Throws VALIDATION_ERROR for a pattern that
 * means none, FORBIDDEN for one that means none that the caller's key may read.
 */
export function checkEvents(patterns: readonly string[], scopes: readonly Scope[]): void {
  for (const pattern of patterns) {
    const types = [...typesMeant([pattern], 'events')].filter((type) => !neverSent(type));
    if (types.length === 0) {
      throw invalid(
        'events',
        `${pattern}: deliveries are not sent to webhooks; subscribe to webhookDeliveryChanged`,
      );
    }
    const needed = new Set(types.map(readScope));
    if (![...needed].some((scope) => allows(scopes, scope))) {
      throw new HubError('FORBIDDEN', {
        message: `To be sent ${pattern}, the key needs the scope ${[...needed].join(' or ')}.`,
      });
    }
  }
}

/** Checks the filter of a webhook that is sent events of `patterns`. Throws VALIDATION_ERROR. */
export function checkFilter(filter: string | null, patterns: readonly string[]): void {
  if (filter === null) return;
  checkedTest(
    filter,
    [...typesMeant(patterns, 'events')].filter((type) => !neverSent(type)),
  );
}

function readScope(type: EventType): Scope {
  return `${eventCatalogue[type].owner}:read` as Scope;
}

type Chosen = Pick<Webhook, 'events' | 'filter'> & Owned;
type Owned = Pick<Webhook, 'id' | 'organisationId' | 'scopes'>;

/** Whether an event is to be sent to a webhook: it was chosen, its owner may see it, and it passes the filter. */
export function isSentTo(webhook: Chosen, event: LoggedEvent): boolean {
  if (neverSent(event.type)) return false;
  const chosen = webhook.events.some((pattern) =>
    pattern.endsWith('*') ? event.type.startsWith(pattern.slice(0, -1)) : pattern === event.type,
  );
  if (!chosen || !mayRead(ownerOf(webhook), event)) return false;
  return webhook.filter === null || testOf(webhook.filter)(event);
}

/** As whom a webhook reads: its organisation, with the scopes that were kept with it. */
export function ownerOf(webhook: Owned): Principal {
  return {
    kind: 'organisation',
    id: `webhook:${webhook.id}`,
    organisationId: webhook.organisationId,
    organisationIds: [],
    studentIds: [],
    scopes: webhook.scopes,
  };
}
