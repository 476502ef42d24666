import { isUUID } from 'class-validator';
import { unfenced } from '../../../platform/db/fence.ts';
import type { BatchLoad } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { Student } from './student.ts';

/**
 * Students of other organisations, as far as an application shares them with the organisation that calls: id, name and
 * e-mail address, and nothing else. Null for all others. Training says who has applied.
 */
export function sharedStudents(neighbours: Neighbours): BatchLoad<string, Student | null> {
  return {
    async load(ids, { em, principal, requestId }) {
      const asked = principal.kind === 'organisation' ? ids.filter((id) => isUUID(id)) : [];
      if (asked.length === 0) return ids.map(() => null);
      const selection = 'applications(first: 1) { nodes { id } }';
      const found = await neighbours.entities<{ applications: { nodes: unknown[] } }>(
        'training',
        'Student',
        asked,
        selection,
        { principal: { ...principal, scopes: ['training:read'] }, requestId },
      );
      const shared = asked.filter((_, place) => (found[place]?.applications.nodes.length ?? 0) > 0);
      if (shared.length === 0) return ids.map(() => null);
      const rows = await unfenced(em).find(Student, { id: { $in: shared } });
      const students = new Map(rows.map((row) => [row.id, shownOf(row)]));
      return ids.map((id) => students.get(id) ?? null);
    },
  };
}

/** What an application shares of a student. */
function shownOf({ id, organisationId, name, email, createdAt, updatedAt }: Student): Student {
  return Object.assign(new Student(), { id, organisationId, name, email, createdAt, updatedAt });
}
