import { SkillsHubError } from './errors.ts';
import type { EventData } from './generated/events.ts';
import { EventsDocument, type EventsSubscription } from './generated/operations.ts';
import { type GraphAnswer, graphError } from './graphql.ts';
import { serverSent } from './server-sent.ts';
import type { StreamTransport } from './stream.ts';
import type { Transport } from './transport.ts';
import { backoff, wait } from './waiting.ts';

/** An event, by whichever way it came: the same members and names as a webhook delivers. */
export interface DeliveredEvent<Type extends keyof EventData = keyof EventData> {
  /** The same however often it comes: remember it to apply nothing twice. */
  id: string;
  /** Its type, such as `application.submitted`. */
  event: Type;
  /** The same. */
  type: Type;
  /** When it happened. */
  timestamp: string;
  /** The same. */
  created_at: string;
  data: EventData[Type];
}

/** An event of a stream. */
export type HubEvent<Type extends keyof EventData = keyof EventData> = {
  [Each in Type]: DeliveredEvent<Each> & {
    /** Its place in the log: pass it as `after` to go on behind it. */
    cursor: string;
    subject_type: string;
    subject_id: string;
    request_id: string | null;
  };
}[Type];

export interface EventsOptions<Type extends keyof EventData = keyof EventData> {
  /** Only of these types; `payment.*` means all that begin so. All when absent. */
  types?: readonly (Type | `${string}*`)[];
  /** Only what passes, such as `data.amount >= 100000`. */
  filter?: string;
  /** Only what came after this cursor; from now on when absent. */
  after?: string | null;
  /** How they come: server-sent events when absent, or `webSocket()`. */
  transport?: StreamTransport;
  signal?: AbortSignal;
}

/** Where a stream has got to. */
interface Place {
  after: string | null;
  /** How often in a row it could not be gone on with. */
  failures: number;
  /** When the hub let the caller in this time, by the clock of `performance`. */
  openedAt: number | undefined;
}

/** A connection that was open for so long has not failed: it was cut, as proxies do. */
const lastingMs = 10_000;

/** Events as they happen. It connects again, behind the last one, as often as it takes. */
export async function* liveEvents<Type extends keyof EventData>(
  transport: Transport,
  options: EventsOptions<Type>,
): AsyncGenerator<HubEvent<Type>, void, undefined> {
  const ended = new AbortController();
  const stop = () => ended.abort();
  options.signal?.addEventListener('abort', stop, { once: true });
  if (options.signal?.aborted) stop();
  const place: Place = { after: options.after ?? null, failures: 0, openedAt: undefined };
  try {
    while (!ended.signal.aborted) {
      try {
        for await (const event of oneConnection<Type>(transport, options, place, ended.signal)) {
          if (ended.signal.aborted) return;
          place.after = event.cursor;
          place.failures = 0;
          yield event;
        }
      } catch (error) {
        if (ended.signal.aborted) return;
        goOnAfter(error, place, transport);
      }
      const asked = place.failures === 0 ? 1 : place.failures;
      await wait(backoff(asked, transport.backoffMs, transport.maxWaitMs), ended.signal).catch(stop);
    }
  } finally {
    stop();
    options.signal?.removeEventListener('abort', stop);
  }
}

/** Notes where to go on; throws what going on would not mend. */
function goOnAfter(error: unknown, place: Place, transport: Transport): void {
  const { openedAt } = place;
  const lasted = openedAt !== undefined && performance.now() - openedAt > lastingMs;
  place.failures = lasted ? 1 : place.failures + 1;
  if (!(error instanceof SkillsHubError)) return;
  if (error.code === 'LAGGED') {
    place.after = error.cursor ?? place.after;
    return;
  }
  // A token that was good when the stream began has ended.
  if (error.code === 'UNAUTHENTICATED' && openedAt !== undefined && transport.refused()) return;
  if (!error.retryable) throw error;
}

async function* oneConnection<Type extends keyof EventData>(
  transport: Transport,
  { types, filter, transport: open = serverSent }: EventsOptions<Type>,
  place: Place,
  signal: AbortSignal,
): AsyncGenerator<HubEvent<Type>, void, undefined> {
  const body = { query: EventsDocument.toString(), variables: { types, filter, after: place.after } };
  place.openedAt = undefined;
  const opened = () => {
    place.openedAt = performance.now();
  };
  for await (const result of open(transport, { body, signal, opened })) {
    const answer = result as GraphAnswer<EventsSubscription>;
    const [error] = answer.errors ?? [];
    if (error) throw graphError(error);
    if (answer.data) yield hubEvent<Type>(answer.data.events);
  }
}

function hubEvent<Type extends keyof EventData>(event: EventsSubscription['events']): HubEvent<Type> {
  const { id, cursor, type, occurredAt, subjectType, subjectId, data, requestId } = event;
  return {
    id,
    event: type,
    type,
    timestamp: occurredAt,
    created_at: occurredAt,
    data,
    cursor,
    subject_type: subjectType,
    subject_id: subjectId,
    request_id: requestId,
  } as unknown as HubEvent<Type>;
}
