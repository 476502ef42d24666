import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import type { LoggedEvent } from '../../../platform/events/event.ts';
import type { EventLog } from '../../../platform/events/event-log.ts';
import { Cursor } from '../../../platform/federation/scalars.ts';

@ObjectType('Event', { description: 'A change of state, as the event log keeps it.' })
export class EventMessage {
  @Field(() => ID, { description: 'Id of the event, `evt_...`; the same wherever it is delivered.' })
  id!: string;

  @Field(() => Cursor, { description: 'Its place in the log: pass it as `after` to go on behind it.' })
  cursor!: string;

  @Field(() => String, { description: 'Its type, a name of the catalogue.' })
  type!: string;

  @Field(() => Date, { description: 'When it happened.' })
  occurredAt!: Date;

  @Field(() => String, { description: 'GraphQL type of the entity that it is about.' })
  subjectType!: string;

  @Field(() => ID, { description: 'Id of the entity that it is about.' })
  subjectId!: string;

  @Field(() => GraphQLJSONObject, { description: 'What the catalogue says that events of the type hold.' })
  data!: Record<string, unknown>;

  @Field(() => String, { description: 'Who caused it: the id of a key, `wallet`, or a part of the hub.' })
  actor!: string;

  @Field(() => String, { nullable: true, description: 'Id of the request that caused it.' })
  requestId!: string | null;
}

@ObjectType({ description: 'A page of the event log, oldest first.' })
export class EventLogPage {
  @Field(() => [EventMessage], { description: 'The events that the caller may see.' })
  events!: EventMessage[];

  @Field(() => Cursor, { description: 'Where to go on: behind everything that was looked at.' })
  cursor!: string;

  @Field(() => Boolean, { description: 'Whether there is more to look at already.' })
  hasMore!: boolean;
}

/** An event as the graph tells it. */
export function messageOf(event: LoggedEvent, log: EventLog): EventMessage {
  return {
    id: `evt_${event.id}`,
    cursor: log.cursorOf(event),
    type: event.type,
    occurredAt: event.occurredAt,
    subjectType: event.subject.type,
    subjectId: event.subject.id,
    data: event.data,
    actor: event.actor,
    requestId: event.requestId ?? null,
  };
}
