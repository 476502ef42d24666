import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { reading } from '../organisations/owning-organisation.ts';

/** What identity tells of a student. */
export interface StudentFacts {
  /** Course of study. */
  program: string | null;
  /** Null for callers who do not see it. */
  organisation: { id: string } | null;
}

/** Facts of those of `ids` whom the caller sees, in one call of identity. Throws UPSTREAM_UNAVAILABLE. */
export async function studentsSeen(
  neighbours: Neighbours,
  ids: readonly string[],
  { principal, requestId }: SubgraphContext,
): Promise<Map<string, StudentFacts>> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return new Map();
  const selection = 'program organisation { id }';
  const as = { principal: reading(principal), requestId };
  const facts = await neighbours.entities<StudentFacts>('identity', 'Student', distinct, selection, as);
  return new Map(
    distinct.flatMap((id, place) => {
      const student = facts[place];
      return student ? [[id, student] as const] : [];
    }),
  );
}
