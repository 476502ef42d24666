import type { Principal } from '../../../platform/auth/principal.ts';
import { assertScopes } from '../../../platform/auth/requires-scopes.ts';
import { allows, type Scope } from '../../../platform/auth/scopes.ts';
import type { LogPlace } from '../../../platform/events/cursor.ts';
import type { LoggedEvent } from '../../../platform/events/event.ts';
import { sees } from '../../../platform/events/visible.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { validateInput } from '../../../platform/federation/validate-input.ts';
import { type EventType, eventCatalogue, isEventType } from '../../../schema/events/catalogue.ts';
import { checkedTest } from '../filters/filter.ts';
import { type EventLogArgs, EventsArgs } from './event.inputs.ts';
import { type EventLogPage, type EventMessage, messageOf } from './event.ts';
import { typesMeant } from './event-types.ts';

/** Of the whole log, from its first day that is still kept. */
const beginning: LogPlace = { day: '-infinity', position: 0 };
const pageSize = 500;
/** How many events one query looks at; what it did not get to, its cursor leads to. */
const lookedAt = 10_000;

/** Scopes of which one is needed to ask for events at all; each event needs its owner's besides. */
export const eventScopes: Scope[] = [
  'identity:read',
  'training:read',
  'payments:read',
  'credentials:read',
  'permits:read',
  'exchange:read',
];

/** Whether the caller may see an event: by its audience, and by the read scope of the subgraph that owns its type. */
export function mayRead(principal: Principal, event: LoggedEvent): boolean {
  if (!isEventType(event.type) || !sees(principal, event)) return false;
  return allows(principal.scopes, `${eventCatalogue[event.type].owner}:read` as Scope);
}

const allTypes = Object.keys(eventCatalogue) as EventType[];

/**
 * Keeps what the arguments ask for and the caller may see. Throws VALIDATION_ERROR for types that there
 * are not, and for a filter that cannot be.
 */
function wantedBy(
  { types, subject, filter }: EventsArgs,
  { principal }: SubgraphContext,
): (event: LoggedEvent) => boolean {
  const chosen = types ? typesMeant(types) : null;
  const meant: ReadonlySet<string> | null = chosen;
  const passes = typeof filter === 'string' ? checkedTest(filter, chosen ?? allTypes) : null;
  return (event) =>
    (meant === null || meant.has(event.type)) &&
    (!subject?.type || subject.type === event.subject.type) &&
    (!subject?.id || subject.id === event.subject.id) &&
    mayRead(principal, event) &&
    (passes === null || passes(event));
}

/** The events from `after` on, or from now. Throws UNAUTHENTICATED, FORBIDDEN, VALIDATION_ERROR, CURSOR_INVALID, CURSOR_EXPIRED. */
export async function eventStream(
  args: EventsArgs,
  context: SubgraphContext,
): Promise<AsyncIterable<EventMessage>> {
  const { principal, events } = context;
  assertScopes(principal, eventScopes);
  // Those of a subscription are not checked before.
  await validateInput(Object.assign(new EventsArgs(), args));
  const wanted = wantedBy(args, context);
  const after = args.after ? await events.placeOf(args.after) : undefined;
  return events.stream((event) => (wanted(event) ? messageOf(event, events) : undefined), after);
}

/** A page of the log from `after` on, or from its beginning. Throws as `eventStream` does. */
export async function eventLog(args: EventLogArgs, context: SubgraphContext): Promise<EventLogPage> {
  const { events } = context;
  const wanted = wantedBy(args, context);
  let place = args.after ? await events.placeOf(args.after) : beginning;
  const found: EventMessage[] = [];
  for (let looked = 0; looked < lookedAt; looked += pageSize) {
    const page = await events.page(place, pageSize);
    for (const event of page) {
      place = { day: event.day, position: event.position };
      if (wanted(event)) found.push(messageOf(event, events));
      if (found.length === args.first)
        return {
          events: found,
          cursor: events.cursorOf(place),
          hasMore: event !== page.at(-1) || page.length === pageSize,
        };
    }
    if (page.length < pageSize) return { events: found, cursor: events.cursorOf(place), hasMore: false };
  }
  return { events: found, cursor: events.cursorOf(place), hasMore: true };
}
