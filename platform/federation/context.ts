import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import type { Principal } from '../auth/principal.ts';
import type { EventLog } from '../events/event-log.ts';
import type { AnswerKeeper } from '../idempotency/answer-keeper.ts';
import type { IdempotentRequest } from '../idempotency/claim.ts';
import type { CallContext } from './caller.ts';

/**
 * A batch read, declared once beside the noun that it reads: `load` gets every key that one level of
 * an operation asked for and answers them in the same order, with one SQL statement.
 */
export interface BatchLoad<K, V> {
  load(keys: readonly K[], context: SubgraphContext): Promise<(V | Error)[]>;
  /** What tells two keys apart; the key itself when it is a string. */
  keyOf?: (key: K) => string;
}

/** What a resolver gets: one for each operation on one subgraph. */
export class SubgraphContext {
  readonly principal: Principal;
  readonly requestId: string;
  readonly #call: CallContext;
  /** Key of the request by which a repeat of it is recognised; see platform/idempotency/idempotent.ts. */
  readonly idempotencyKey: string | undefined;
  /** The mutation under way, where its service keeps the key; see platform/idempotency/keyed-by-service.ts. */
  keyed: IdempotentRequest | null = null;
  /** Fenced to the principal's rows; see platform/db/fence.ts. Another while a mutation with a key is carried out. */
  em: EntityManager;
  /** What subscriptions listen to. */
  readonly events: EventLog;
  readonly answers: AnswerKeeper;
  readonly #loaders = new Map<object, DataLoader<unknown, unknown, unknown>>();

  constructor(call: CallContext, em: EntityManager, events: EventLog, answers: AnswerKeeper) {
    this.principal = call.principal;
    this.requestId = call.requestId;
    this.#call = call;
    this.idempotencyKey = call.idempotencyKey;
    this.answers = answers;
    this.em = em;
    this.events = events;
  }

  /** Aborted when the client is gone. Making one costs, and hardly anybody looks. */
  get signal(): AbortSignal | undefined {
    return this.#call.signal;
  }

  /** The answer for `key`, batched and remembered for the length of the operation. */
  load<K, V>(batch: BatchLoad<K, V>, key: K): Promise<V> {
    let loader = this.#loaders.get(batch) as DataLoader<K, V, string> | undefined;
    if (!loader) {
      const keyOf = batch.keyOf ?? String;
      loader = new DataLoader<K, V, string>((keys) => batch.load(keys, this), { cacheKeyFn: keyOf });
      this.#loaders.set(batch, loader as DataLoader<unknown, unknown, unknown>);
    }
    return loader.load(key);
  }
}
