import { type EntityManager, raw } from '@mikro-orm/postgresql';
import { unfenced } from '../../../platform/db/fence.ts';
import type { BatchLoad } from '../../../platform/federation/context.ts';
import { EnrolmentStatus } from './enrolment.state.ts';
import { Enrolment } from './enrolment.ts';

/** How many places of each program are taken: all enrolments but the cancelled ones. */
async function countPlaces(em: EntityManager, programIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await em
    .createQueryBuilder(Enrolment, 'e')
    .select(['programId', raw('count(*)::int as taken')])
    .where({ programId: { $in: [...programIds] }, status: { $ne: EnrolmentStatus.CANCELLED } })
    .groupBy('programId')
    .execute<{ programId: string; taken: number }[]>('all');
  return new Map(rows.map((row) => [row.programId, row.taken]));
}

/** How many places of one program are taken. Certain only while the program is locked. */
export async function placesTaken(em: EntityManager, programId: string): Promise<number> {
  return (await countPlaces(em, [programId])).get(programId) ?? 0;
}

/** The same for many programs in one statement, also for a learner, who sees no place but their own. */
export const placesTakenOfPrograms: BatchLoad<string, number> = {
  async load(programIds, { em }) {
    const taken = await countPlaces(unfenced(em), programIds);
    return programIds.map((id) => taken.get(id) ?? 0);
  },
};
