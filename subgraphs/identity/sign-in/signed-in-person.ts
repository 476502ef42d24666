import type { EntityManager } from '@mikro-orm/postgresql';
import type { KnownCaller } from '../../../platform/auth/principal.ts';
import { principalKindOf, type Role, roleScopes } from '../../../platform/auth/roles.ts';
import type { Scope } from '../../../platform/auth/scopes.ts';
import { rowsOfPerson } from '../students/rows-of-person.ts';
import { User } from '../users/user.ts';

/** A person whose account is in order, and for whom they may act. */
export interface SignedInPerson {
  userId: string;
  name: string;
  email: string;
  role: Role;
  /** For which they work; null for learners and for who runs the hub. */
  organisationId: string | null;
  /** A learner's student rows; empty for others. */
  studentIds: string[];
  /** A learner's organisations, one for each student row of theirs; empty for others. */
  organisationIds: string[];
  /** What the role allows. */
  scopes: readonly Scope[];
}

/** How the request log names a person, and the app by which they come. */
export function callerOf(
  { userId, role, organisationId }: Pick<SignedInPerson, 'userId' | 'role' | 'organisationId'>,
  clientId?: string,
): KnownCaller {
  return { kind: principalKindOf(role), id: userId, userId, organisationId, clientId };
}

/**
 * The person of an account, null when no organisation has them any more. A learner may be one in several
 * organisations; `userId` is then the id of their oldest user row that counts.
 */
export async function personOfAccount(em: EntityManager, accountId: string): Promise<SignedInPerson | null> {
  const users = await em.find(
    User,
    { accountId, deactivatedAt: null },
    { filters: { fence: false }, orderBy: { id: 'asc' } },
  );
  const [first] = users;
  if (!first) return null;
  const rows = await Promise.all(
    users.flatMap(({ studentId, everywhere }) =>
      studentId === null ? [] : [rowsOfPerson(em, studentId, everywhere)],
    ),
  );
  const students = [...new Map(rows.flat().map((student) => [student.id, student])).values()];
  return {
    userId: first.id,
    name: first.name,
    email: first.email,
    role: first.role,
    organisationId: first.studentId === null ? first.organisationId : null,
    studentIds: students.map((student) => student.id),
    organisationIds: students.map((student) => student.organisationId),
    scopes: roleScopes[first.role],
  };
}
