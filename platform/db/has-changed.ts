import type { EntityManager } from '@mikro-orm/postgresql';

/** Whether a row that was read differs from what is stored, so that writing it changes something that is to be told. */
export function hasChanged(em: EntityManager, row: object): boolean {
  const work = em.getUnitOfWork();
  work.computeChangeSets();
  return work.getChangeSets().some(({ entity }) => entity === row);
}
