import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { invalid } from '../../../platform/errors.ts';
import { type EventType, eventCatalogue, isEventType } from '../../../schema/events/catalogue.ts';

@ObjectType('EventType', { description: 'A type of event, as the catalogue has it.' })
export class EventTypeInfo {
  @Field(() => String, { description: 'Its name, such as `payment.completed`.' })
  name!: string;

  @Field(() => String, { description: 'What happened, when it is told.' })
  description!: string;

  @Field(() => String, { description: 'The subgraph that records it; its read scope shows the event.' })
  owner!: string;

  @Field(() => String, { description: 'Version of the hub that recorded it first.' })
  since!: string;

  @Field(() => String, { description: 'GraphQL type of its subject.' })
  subjectType!: string;

  @Field(() => GraphQLJSONObject, { description: 'JSON Schema of `data`. Fields are only ever added.' })
  schema!: object;

  @Field(() => GraphQLJSONObject, { description: 'A `data` as it could be.' })
  example!: object;
}

/** The catalogue, for whoever builds on it. */
export const eventTypes: readonly EventTypeInfo[] = Object.entries(eventCatalogue).map(
  ([name, definition]) => ({
    name,
    description: definition.description,
    owner: definition.owner,
    since: definition.since,
    subjectType: definition.subject,
    schema: z.toJSONSchema(definition.data),
    example: definition.example,
  }),
);

/**
 * The types that a list of patterns means: names of the catalogue, or `payment.*` for all that begin
 * so. Throws VALIDATION_ERROR, on `field`, for a pattern that means none.
 */
export function typesMeant(patterns: readonly string[], field = 'types'): ReadonlySet<EventType> {
  const meant = new Set<EventType>();
  for (const pattern of patterns) {
    const found = namesMeant(pattern);
    if (found.length === 0) {
      throw invalid(field, `names no type of event: ${pattern.slice(0, 100)}; see the query eventTypes`);
    }
    for (const name of found) meant.add(name);
  }
  return meant;
}

function namesMeant(pattern: string): EventType[] {
  if (isEventType(pattern)) return [pattern];
  if (!pattern.endsWith('*')) return [];
  const names = Object.keys(eventCatalogue) as EventType[];
  const [prefix = ''] = pattern.split('*');
  return prefix.length + 1 === pattern.length ? names.filter((name) => name.startsWith(prefix)) : [];
}
