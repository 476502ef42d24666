import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root, Subscription } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { EventLogArgs, EventSubjectArgs, EventsArgs } from './event.inputs.ts';
import { eventLog, eventScopes, eventStream } from './event.service.ts';
import { EventLogPage, EventMessage } from './event.ts';
import { EventSubject } from './event-subject.ts';
import { EventTypeInfo, eventTypes, typesMeant } from './event-types.ts';
import { subjectEntity } from './subject-entity.ts';

@Resolver(() => EventMessage)
export class EventResolver {
  @Query(() => [EventTypeInfo], {
    description: 'The types of events that there are, with schema and example.',
  })
  @RequiresScopes(...eventScopes)
  eventTypes(
    @Arg('types', () => [String], {
      nullable: true,
      description: 'Only these; `payment.*` means all that begin so.',
    })
    types: string[] | null,
  ): EventTypeInfo[] {
    const meant: ReadonlySet<string> | null = types ? typesMeant(types) : null;
    return eventTypes.filter((type) => meant === null || meant.has(type.name));
  }

  @Query(() => EventLogPage, {
    description:
      'The event log, oldest first: for those who would rather ask than listen. Kept for a limited time.',
  })
  @RequiresScopes(...eventScopes)
  eventLog(
    @Args(() => EventLogArgs) args: EventLogArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<EventLogPage> {
    return eventLog(args, context);
  }

  @Query(() => EventSubject, {
    nullable: true,
    description:
      'An entity that events are about, as it is now; to try what a webhook selects as its payload. Null when there is none that the caller may see.',
  })
  @RequiresScopes(...eventScopes)
  eventSubject(
    @Args(() => EventSubjectArgs) subject: EventSubjectArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<object | null> {
    return subjectEntity(subject, context);
  }

  @FieldResolver(() => EventSubject, {
    nullable: true,
    description:
      'The entity that it is about, as it is now; null when it is gone or the caller may not see it.',
  })
  subject(@Root() event: EventMessage, @Ctx() context: SubgraphContext): Promise<object | null> {
    return subjectEntity({ type: event.subjectType, id: event.subjectId }, context);
  }

  @Subscription(() => EventMessage, {
    description: 'Every event that the caller may see, as it happens; with `after`, first what was missed.',
    subscribe: ({ args, context }) => eventStream(args as EventsArgs, context as SubgraphContext),
  })
  @RequiresScopes(...eventScopes)
  events(@Root() event: EventMessage, @Args(() => EventsArgs) _args: EventsArgs): EventMessage {
    return event;
  }
}
