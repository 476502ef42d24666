import type { EntityClass, EntityKey, EntityManager } from '@mikro-orm/postgresql';
import { insertNew } from '../../../platform/db/insert-new.ts';

/** What rows are known by, which is a unique rule of their table, and what is set of them. Ids are in small letters. */
export interface UpsertRule<T> {
  key: { [Property in keyof T & string]?: 'uuid' | 'date' | 'text' };
  values: readonly (keyof T & string)[];
}

export interface Upserted<T> {
  /** The row as it is stored now, by the one of `rows` that asked for it. */
  stored: Map<T, T>;
  /** What is new (`before` is null) or has other values than before; nothing of what stays as it was. */
  changes: { row: T; before: T | null }[];
}

const passes = 5;

/**
 * Stores `rows` in the transaction of `em`: what is not known yet is inserted, what is known is set to the values
 * given. Of several that have the same key the last counts, as if they came one after another. Callers who store the
 * same rows at a time wait for each other, and never in a circle: rows are inserted in the order of their keys, then those
 * that there were are locked in the order of their ids.
 */
export async function upsert<T extends { id: string }>(
  em: EntityManager,
  entity: EntityClass<T>,
  rows: readonly T[],
  { key, values }: UpsertRule<T>,
): Promise<Upserted<T>> {
  const properties = Object.keys(key) as (keyof T)[];
  const keyOf = (row: T) => JSON.stringify(properties.map((property) => row[property]));
  const latest = new Map(rows.map((row) => [keyOf(row), row]));
  const ordered = [...latest].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
  const known = new Map<string, T>();
  let waiting = ordered;
  for (let pass = 0; waiting.length > 0; pass++) {
    if (pass === passes) throw new Error('Rows are in the way of others that cannot be seen.');
    const inserted = await insertNew(em, entity, waiting);
    const others = waiting.filter(({ id }) => !inserted.has(id));
    for (const row of await locked(em, entity, others, key)) known.set(keyOf(row), row);
    // What was in the way may have been deleted before it was locked.
    waiting = others.filter((row) => !known.has(keyOf(row)));
  }
  const changes: { row: T; before: T | null }[] = [];
  for (const row of ordered) {
    const there = known.get(keyOf(row));
    if (!there) changes.push({ row, before: null });
    else if (values.some((value) => there[value] !== row[value])) {
      changes.push({ row: there, before: { ...there } });
      for (const value of values) there[value] = row[value];
    }
  }
  await em.flush();
  const now = (row: T) => known.get(keyOf(row)) ?? (latest.get(keyOf(row)) as T);
  return { stored: new Map(rows.map((row) => [row, now(row)])), changes };
}

/** The stored rows that have the keys of `rows`, locked until the transaction ends. */
async function locked<T extends { id: string }>(
  em: EntityManager,
  entity: EntityClass<T>,
  rows: readonly T[],
  key: UpsertRule<T>['key'],
): Promise<T[]> {
  if (rows.length === 0) return [];
  const { schema, tableName, properties } = em.getMetadata(entity);
  const columns = (Object.keys(key) as EntityKey<T>[]).map((property) => properties[property].fieldNames[0]);
  const lists = Object.values(key).map((type) => `?::${type}[]`);
  const found = await em.execute<{ id: string }[]>(
    `SELECT id FROM "${schema}"."${tableName}" WHERE ("${columns.join('", "')}") IN
       (SELECT * FROM unnest(${lists.join(', ')})) ORDER BY id FOR UPDATE`,
    Object.keys(key).map((property) => arrayLiteral(rows.map((row) => String(row[property as keyof T])))),
  );
  const ids = found.map(({ id }) => id);
  return em.find(entity, { id: { $in: ids } } as never, { refresh: true });
}

/** PostgreSQL's own form of an array of texts. */
function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
