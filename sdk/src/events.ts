import { SkillsHubError } from './errors.ts';
import type { EventData } from './generated/events.ts';
import { EventsDocument, type EventsSubscription } from './generated/operations.ts';
import { type GraphAnswer, graphError } from './graphql.ts';
import { serverSentEvents } from './server-sent-events.ts';
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
  signal?: AbortSignal;
}

/** Where a stream has got to, and how often in a row it could not be gone on with. */
interface Place {
  after: string | null;
  failures: number;
}

/** Events as they happen. It connects again, behind the last one, as often as it takes. */
export async function* liveEvents<Type extends keyof EventData>(
  transport: Transport,
  options: EventsOptions<Type>,
): AsyncGenerator<HubEvent<Type>, void, undefined> {
  const ended = new AbortController();
  const stop = () => ended.abort();
  options.signal?.addEventListener('abort', stop, { once: true });
  if (options.signal?.aborted) stop();
  const place: Place = { after: options.after ?? null, failures: 0 };
  try {
    while (!ended.signal.aborted) {
      try {
        for await (const event of oneConnection<Type>(transport, options, place, ended.signal)) {
          place.after = event.cursor;
          place.failures = 0;
          yield event;
        }
      } catch (error) {
        if (ended.signal.aborted) return;
        goOnAfter(error, place);
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
function goOnAfter(error: unknown, place: Place): void {
  place.failures += 1;
  if (!(error instanceof SkillsHubError)) return;
  if (error.code === 'LAGGED') {
    place.after = error.cursor ?? place.after;
    return;
  }
  if (!error.retryable) throw error;
}

async function* oneConnection<Type extends keyof EventData>(
  transport: Transport,
  { types, filter }: EventsOptions<Type>,
  { after }: Place,
  signal: AbortSignal,
): AsyncGenerator<HubEvent<Type>, void, undefined> {
  const variables = { types, filter, after };
  const body = { query: EventsDocument.toString(), variables };
  const response = await transport.open('/graphql/stream', body, signal);
  if (!response.ok) throw await refusal(response);
  for await (const { event, data } of serverSentEvents(response)) {
    if (event === 'complete') return;
    if (event !== 'next') continue;
    const answer: GraphAnswer<EventsSubscription> = JSON.parse(data);
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
    data,
    cursor,
    subject_type: subjectType,
    subject_id: subjectId,
    request_id: requestId,
  } as unknown as HubEvent<Type>;
}

/** Why a stream was not opened. */
async function refusal(response: Response): Promise<SkillsHubError> {
  const { status } = response;
  const body = (await response.json().catch(() => ({}))) as GraphAnswer<unknown>;
  const [error] = body.errors ?? [];
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  if (error) return graphError(error, { status, retryAfter });
  return new SkillsHubError({
    code: 'UNEXPECTED_ANSWER',
    message: `The stream was answered with ${status}.`,
    status,
    retryable: status === 429 || status >= 500,
    retryAfter,
  });
}
