import type { EventSubscriber, MikroORM, TransactionEventArgs } from '@mikro-orm/postgresql';

/** Transactions that are open and in which events were recorded. */
const recording = new WeakSet<object>();

/** Remembers that events were recorded in a transaction. */
export function markRecorded(transaction: object): void {
  recording.add(transaction);
}

/** Calls `announce` after each commit of a transaction of `orm` in which events were recorded. */
export function onRecorded(orm: MikroORM, announce: () => void): void {
  const subscriber = new RecordingTransactions(announce);
  orm.em.getEventManager().registerSubscriber(subscriber);
}

class RecordingTransactions implements EventSubscriber {
  readonly #announce: () => void;
  readonly #outerOf = new WeakMap<object, object>();

  constructor(announce: () => void) {
    this.#announce = announce;
  }

  /** A savepoint: what `em` starts is part of `transaction`. */
  async beforeTransactionStart({ em, transaction }: TransactionEventArgs): Promise<void> {
    if (transaction) this.#outerOf.set(em, transaction);
  }

  async afterTransactionStart({ em, transaction }: TransactionEventArgs): Promise<void> {
    const outer = this.#outerOf.get(em);
    if (outer && transaction) this.#outerOf.set(transaction, outer);
  }

  async afterTransactionCommit({ transaction }: TransactionEventArgs): Promise<void> {
    if (!transaction || !recording.has(transaction)) return;
    const outer = this.#outerOf.get(transaction);
    if (outer) recording.add(outer);
    else this.#announce();
  }
}
