import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { audit } from '../../../platform/audit/audit.ts';
import { usersOfAccount } from '../users/one-employer.ts';

/**
 * Writes to the audit log that somebody did not get in from `address`: for the admins of those who employ
 * the person, or else for the operator alone. What was typed is not kept. It asks the database as much for
 * an e-mail that nobody has, so that the time it takes tells nothing.
 */
export async function auditRefusal(
  em: EntityManager,
  account: { id: string } | null,
  address: string,
): Promise<void> {
  const users = await usersOfAccount(em, account?.id ?? uuidv7());
  const organisations = users.flatMap(({ organisationId }) => organisationId ?? []);
  await audit(em, {
    type: 'sign_in.refused',
    subject: users[0] ? { type: 'User', id: users[0].id } : null,
    organisations,
    data: { known: account !== null },
    actor: 'anonymous',
    address,
  });
}
