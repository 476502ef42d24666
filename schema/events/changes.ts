import type { Principal } from '../../platform/auth/principal.ts';
import { assertScopes } from '../../platform/auth/requires-scopes.ts';
import type { Scope } from '../../platform/auth/scopes.ts';
import type { LoggedEvent } from '../../platform/events/event.ts';
import { sees } from '../../platform/events/visible.ts';
import type { SubgraphContext } from '../../platform/federation/context.ts';
import type { EventData, EventType } from './catalogue.ts';

/** Where in the event log a message stands, and when it happened. */
export interface ChangePlace {
  cursor: string;
  occurredAt: Date;
}

export interface ChangesWanted<Type extends EventType, Message extends object> {
  type: Type;
  /** One of which the caller must hold. */
  scopes: readonly Scope[];
  /** Cursor behind which to begin; from now on without it. */
  after?: string | null | undefined;
  /** What else must hold before it begins; throws when it does not. */
  admit?: () => unknown;
  /** Who sees an event; by its audience when absent. */
  seenBy?: (principal: Principal, event: LoggedEvent) => boolean;
  /** What is told of an event; undefined for one that is not wanted. */
  tell(data: EventData<Type>): Message | undefined;
}

/**
 * What a subscription to one type of event tells: each as a message with its place, as far as the caller may
 * see it. Throws UNAUTHENTICATED, FORBIDDEN, CURSOR_INVALID, CURSOR_EXPIRED, and what `admit` throws.
 */
export async function changes<Type extends EventType, Message extends object>(
  { principal, events }: SubgraphContext,
  { type, scopes, after, admit, seenBy = sees, tell }: ChangesWanted<Type, Message>,
): Promise<AsyncIterable<ChangePlace & Message>> {
  assertScopes(principal, scopes);
  await admit?.();
  const place = after ? await events.placeOf(after) : undefined;
  return events.stream((event) => {
    if (event.type !== type || !seenBy(principal, event)) return undefined;
    const message = tell(event.data as EventData<Type>);
    return message && { cursor: events.cursorOf(event), occurredAt: event.occurredAt, ...message };
  }, place);
}
