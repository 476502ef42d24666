import type { ExecutionResult } from 'graphql';
import type { ErrorFormatter } from '../errors.ts';

/** What may stand in an `id:` line of an event stream. */
const sane = /^[\x21-\x7e]+$/;

/** One result of a subscription, written as JSON once for all who take it. */
export class SharedMessage {
  /** As it stands in a `next` of either transport. */
  readonly json: string;
  /** Behind it a client goes on that has taken the message; undefined where the source has no log. */
  readonly cursor: string | undefined;
  /** The id of its event in an event stream: the `cursor` of the message, when the operation selects it. */
  readonly eventId: string | undefined;
  #frameEnd: Buffer | undefined;

  constructor(result: ExecutionResult, cursor: string | undefined, formatError: ErrorFormatter) {
    this.json = JSON.stringify(
      result.errors ? { ...result, errors: result.errors.map(formatError) } : result,
    );
    this.eventId = selectedCursor(result);
    this.cursor = cursor ?? this.eventId;
  }

  /** What follows the operation's id in its `next` of graphql-transport-ws. */
  get frameEnd(): Buffer {
    this.#frameEnd ??= Buffer.from(`,"type":"next","payload":${this.json}}`);
    return this.#frameEnd;
  }
}

/** Of the message at the root of a subscription's result. */
function selectedCursor({ data }: ExecutionResult): string | undefined {
  const [message] = Object.values(data ?? {});
  const { cursor } = (message ?? {}) as { cursor?: unknown };
  return typeof cursor === 'string' && sane.test(cursor) ? cursor : undefined;
}
