import type { EntityManager } from '@mikro-orm/postgresql';

/** The database’s clock, which jobs go by: with it no job finds that it came too early. */
export async function databaseTime(em: EntityManager): Promise<number> {
  const [row] = await em
    .getConnection()
    .execute<{ ms: number }[]>(
      'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms',
      [],
      'all',
      em.getTransactionContext(),
    );
  return (row as { ms: number }).ms;
}
