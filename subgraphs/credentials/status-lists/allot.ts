import { randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { StatusList, type StatusPlace } from './status-list.ts';

/** Bits of a list; enough that one credential is not told from the others by it. */
export const listSize = 131_072;

/**
 * Allots `count` places for credentials of an issuer, in a transaction of its own. They are drawn at
 * random, so that a place tells nothing of order or time, and a list is filled to a half at most, so that a
 * free one is soon drawn. Places that come to nothing stay empty.
 */
export function allotPlaces(em: EntityManager, issuerId: string, count: number): Promise<StatusPlace[]> {
  return em.fork().transactional(async (tx) => {
    const list = await listWithRoom(tx, issuerId, count);
    const places: number[] = [];
    while (places.length < count) {
      const drawn = Array.from({ length: count - places.length }, () => randomInt(list.size));
      const free = await tx.getConnection().execute<{ place: number }[]>(
        `INSERT INTO credentials.status_places (list_id, place)
         SELECT ?, place FROM unnest(?::integer[]) AS place ON CONFLICT DO NOTHING RETURNING place`,
        [list.id, `{${drawn.join(',')}}`],
        'all',
        tx.getTransactionContext(),
      );
      places.push(...free.map(({ place }) => place));
    }
    return places.map((place) => ({ listId: list.id, place }));
  });
}

/** A list of the issuer that is less than half full, with `count` added to what is allotted of it. */
async function listWithRoom(
  tx: EntityManager,
  issuerId: string,
  count: number,
): Promise<{ id: string; size: number }> {
  const [found] = await tx.getConnection().execute<{ id: string; size: number }[]>(
    `UPDATE credentials.status_lists SET allotted = allotted + ? WHERE id = (
       SELECT id FROM credentials.status_lists WHERE issuer_id = ? AND allotted + ? <= size / 2
       ORDER BY id LIMIT 1 FOR UPDATE
     ) RETURNING id, size`,
    [count, issuerId, count],
    'all',
    tx.getTransactionContext(),
  );
  if (found) return found;
  const list = Object.assign(new StatusList(), { issuerId, size: listSize, allotted: count });
  tx.persist(list);
  await tx.flush();
  return list;
}
