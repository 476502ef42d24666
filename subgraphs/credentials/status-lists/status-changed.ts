import type { EntityManager } from '@mikro-orm/postgresql';

/** In the transaction that changes a credential's status: its lists are published anew. */
export async function statusChanged(tx: EntityManager, listId: string | null): Promise<void> {
  if (listId === null) return;
  await tx
    .getConnection()
    .execute(
      'UPDATE credentials.status_lists SET revision = revision + 1, changed_at = clock_timestamp() WHERE id = ?',
      [listId],
      'run',
      tx.getTransactionContext(),
    );
}
