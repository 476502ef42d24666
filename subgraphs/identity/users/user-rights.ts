import type { EntityManager } from '@mikro-orm/postgresql';
import { type Principal, runsTheHub } from '../../../platform/auth/principal.ts';
import { Role, roleScopes } from '../../../platform/auth/roles.ts';
import { allows } from '../../../platform/auth/scopes.ts';
import { HubError } from '../../../platform/errors.ts';
import { User } from './user.ts';

/**
 * Throws FORBIDDEN when the caller may not make somebody what `role` allows, or change who is that: nobody
 * gives or takes more than they have, and only the operator makes operators.
 */
export function assertMayManage(principal: Principal, role: Role): void {
  const beyond = roleScopes[role].filter((scope) => !allows(principal.scopes, scope));
  if (role === Role.PLATFORM_ADMIN && !runsTheHub(principal)) beyond.push('admin');
  if (beyond.length === 0) return;
  throw new HubError('FORBIDDEN', {
    message: `Nobody can manage people with the role ${role} who is not allowed as much: ${[...new Set(beyond)].join(', ')}.`,
  });
}

/**
 * Throws CONFLICT when `user` is the one admin that an organisation has left. Whoever asks this at the same
 * time waits, in the transaction of `em`. The operator may take the last one away.
 */
export async function assertNotLastAdmin(em: EntityManager, user: User, principal: Principal): Promise<void> {
  if (user.role !== Role.ADMIN || user.accountId === null || principal.kind === 'platform') return;
  await em
    .getConnection()
    .execute(
      'SELECT 1 FROM identity.organisations WHERE id = ? FOR UPDATE',
      [user.organisationId],
      'all',
      em.getTransactionContext(),
    );
  const others = await em.count(User, {
    organisationId: user.organisationId,
    role: Role.ADMIN,
    accountId: { $ne: null },
    deactivatedAt: null,
    id: { $ne: user.id },
  });
  if (others > 0) return;
  throw new HubError('CONFLICT', {
    message: 'The organisation would have no admin left; make somebody else one first.',
  });
}
