import type { EntityManager } from '@mikro-orm/postgresql';
import { environmentOf } from '../../../platform/environment.ts';
import { Student } from './student.ts';

const unfenced = { filters: { fence: false } } as const;

/**
 * A student row; with `everywhere`, the same person's in every organisation of the same environment: those
 * with the same NIK. An
 * organisation can vouch for its own row only, or else whoever claims a NIK would see what is elsewhere
 * known of it.
 */
export async function rowsOfPerson(
  em: EntityManager,
  studentId: string,
  everywhere: boolean,
): Promise<Student[]> {
  const own = await em.findOneOrFail(Student, { id: studentId }, unfenced);
  if (!everywhere || own.nikIndex === null) return [own];
  const rows = await em.find(Student, { nikIndex: own.nikIndex }, unfenced);
  const environment = environmentOf(own.organisationId);
  return rows.filter((row) => environmentOf(row.organisationId) === environment);
}
