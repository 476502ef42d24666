import type { EntityManager } from '@mikro-orm/postgresql';
import { Role } from '../../../platform/auth/roles.ts';
import { record } from '../../../schema/events/record.ts';
import { Account, normalisedEmail } from '../passwords/account.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import type { PasswordLinks } from '../passwords/password-links.ts';
import { paths } from '../passwords/paths.ts';
import { User } from './user.ts';
import { userEvent } from './user-event.ts';

const unfenced = { filters: { fence: false } } as const;
const operator = { actor: 'service:operator' };

/**
 * Invites somebody to run the hub, and returns the path of the link by which they set a password; an
 * invitation that was not accepted is renewed. For whoever runs the hub: it needs neither a key nor mail.
 * `em` is not fenced. Throws an Error when they have accepted already.
 */
export async function inviteOperator(
  em: EntityManager,
  links: PasswordLinks,
  person: { name: string; email: string },
): Promise<string> {
  return em.fork().transactional(async (tx) => {
    const known = await tx.findOne(User, { organisationId: null, email: person.email }, unfenced);
    if (known?.accountId) throw new Error(`${person.email} runs the hub already.`);
    const user = known ?? Object.assign(new User(), { ...person, role: Role.PLATFORM_ADMIN });
    tx.persist(user);
    await tx.flush();
    if (!known) await record(tx, userEvent('user.created', user, operator));
    const token = await links.handOut(tx, user.id);
    await record(tx, userEvent('user.invited', user, operator));
    return paths.link(token);
  });
}

/** Somebody of the demo data. */
export interface DemoPerson
  extends Pick<User, 'name' | 'email' | 'role' | 'organisationId' | 'studentId' | 'everywhere'> {
  password: string;
}

/**
 * Makes a person who can sign in at once, for demo data; one who is there gets the password anew. `em` is
 * not fenced.
 */
export async function createDemoPerson(
  em: EntityManager,
  hasher: PasswordHasher,
  { password, ...person }: DemoPerson,
): Promise<void> {
  const email = normalisedEmail(person.email);
  const passwordHash = await hasher.hash(password);
  await em.fork().transactional(async (tx) => {
    const account =
      (await tx.findOne(Account, { email, sandbox: false })) ?? Object.assign(new Account(), { email });
    account.passwordHash = passwordHash;
    tx.persist(account);
    await tx.flush();
    if ((await tx.count(User, { accountId: account.id }, unfenced)) > 0) return;
    const user = Object.assign(new User(), { ...person, accountId: account.id });
    tx.persist(user);
    await tx.flush();
    await record(tx, userEvent('user.created', user, operator), userEvent('user.activated', user, operator));
  });
}
