import type { EntityClass, EntityManager } from '@mikro-orm/postgresql';

/**
 * Inserts those of `rows` that break no unique rule, in order and in one statement, which takes a third of the time of
 * MikroORM's own; returns the ids of those that it did. Values are stored as their JSON stands for them: for those of
 * texts, numbers, dates, lists and JSON itself, not for properties with a type of their own.
 */
export async function insertNew<T extends { id: string }>(
  em: EntityManager,
  entity: EntityClass<T>,
  rows: readonly T[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const { schema, tableName, props } = em.getMetadata(entity);
  const table = `"${schema}"."${tableName}"`;
  const stored = props.filter(
    ({ name, persist }) => persist !== false && rows.some((row) => row[name] !== undefined),
  );
  const columns = stored.map(({ name, fieldNames: [column = name] }) => ({ name, column }));
  const names = columns.map(({ column }) => `"${column}"`).join(', ');
  const values = rows.map((row) =>
    Object.fromEntries(columns.map(({ name, column }) => [column, row[name] ?? null])),
  );
  const inserted = await em.execute<{ id: string }[]>(
    `INSERT INTO ${table} (${names})
     SELECT ${names} FROM jsonb_populate_recordset(NULL::${table}, ?::jsonb) WITH ORDINALITY AS row
     ORDER BY ordinality ON CONFLICT DO NOTHING RETURNING id`,
    [JSON.stringify(values)],
  );
  return new Set(inserted.map(({ id }) => id));
}
