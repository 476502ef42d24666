import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Role } from '../../../platform/auth/roles.ts';
import { beyondFence } from '../../../platform/db/fence.ts';
import { isOfSandbox } from '../../../platform/environment.ts';
import { Account } from '../passwords/account.ts';
import { User } from './user.ts';

/** Whether somebody is of a sandbox organisation. */
export function inSandbox({ organisationId }: Pick<User, 'organisationId'>): boolean {
  return organisationId !== null && isOfSandbox(organisationId);
}

const unfenced = { filters: { fence: false } } as const;

/**
 * Whether `user` may sign in with an account, besides whoever does already: an account is either one
 * person's at their one organisation, or a learner's, who may be one in several of the same environment. In the transaction of
 * `em`, which nobody else answers this in for the same account meanwhile.
 */
export function mayShare(em: EntityManager, accountId: string, user: User): Promise<boolean> {
  return beyondFence(em, async () => {
    await em.findOneOrFail(Account, { id: accountId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const others = await em.find(User, { accountId, deactivatedAt: null, id: { $ne: user.id } }, unfenced);
    const sandbox = inSandbox(user);
    return others.every(
      (other) => other.role === Role.LEARNER && user.role === Role.LEARNER && inSandbox(other) === sandbox,
    );
  });
}

/** Everybody who signs in with the same account as `user`: a learner has a user in each organisation. */
export function usersOfAccount(em: EntityManager, accountId: string): Promise<User[]> {
  const options = { ...unfenced, orderBy: { id: 'asc' } } as const;
  return beyondFence(em, () => em.find(User, { accountId, deactivatedAt: null }, options));
}
