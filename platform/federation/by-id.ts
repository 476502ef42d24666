import type { EntityClass, FilterQuery } from '@mikro-orm/postgresql';
import type { BatchLoad } from './context.ts';

/** Reads rows of `entity` by id, all that one level of an operation needs in one statement; null where there is none that the caller may see. */
export function byId<T extends { id: string }>(entity: EntityClass<T>): BatchLoad<string, T | null> {
  return {
    async load(ids, { em }) {
      const known = ids.filter((id) => uuid.test(id));
      const rows =
        known.length === 0 ? [] : await em.find(entity, { id: { $in: known } } as unknown as FilterQuery<T>);
      const found = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => (found.get(id.toLowerCase()) as T | undefined) ?? null);
    },
  };
}

/** What PostgreSQL takes as a uuid in the form that the hub writes, in any case; anything else names no row. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
