import type { EntityClass, EntityManager } from '@mikro-orm/postgresql';

/** Inserts those of `rows` that break no unique rule, in order and in one statement; the ids of those that it did. */
export async function insertNew<T extends { id: string }>(
  em: EntityManager,
  entity: EntityClass<T>,
  rows: T[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const inserted = await em
    .createQueryBuilder(entity)
    .insert(rows as never)
    .onConflict()
    .ignore()
    .returning('id' as never)
    .execute<{ id: string }[]>('all', false);
  return new Set(inserted.map(({ id }) => id));
}
