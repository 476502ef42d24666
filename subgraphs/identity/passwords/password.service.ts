import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { recognise } from '../../../platform/auth/known-caller.ts';
import { HubError, invalid } from '../../../platform/errors.ts';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { record } from '../../../schema/events/record.ts';
import { revokeTokensOfUser } from '../oauth/access-tokens/revocations.ts';
import type { SignInTries } from '../sign-in/sign-in-tries.ts';
import { callerOf } from '../sign-in/signed-in-person.ts';
import { inSandbox, mayShare, usersOfAccount } from '../users/one-employer.ts';
import { User } from '../users/user.ts';
import { type By, userEvent } from '../users/user-event.ts';
import { Account, normalisedEmail } from './account.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { PasswordLink } from './password-link.ts';
import type { PasswordLinks } from './password-links.ts';
import { type PasswordProblem, passwordProblem, problemMessage } from './password-rules.ts';

/** The task that tells somebody that their password was changed; see account-mail.task.ts. */
export const passwordNoticeTask = 'identity.password-notice';

const unfenced = { filters: { fence: false } } as const;

/** What a link that holds is for. */
export interface LinkUse {
  email: string;
  name: string;
  /** `JOIN`: the invited person has a password already, and need only agree. */
  kind: 'INVITATION' | 'JOIN' | 'RESET';
  /** Of an invitation; null for who runs the hub. */
  organisationId: string | null;
}

/** What came of using a link. `TAKEN`: the address signs in for another organisation already. */
export type LinkOutcome =
  | { done: LinkUse['kind'] }
  | { problem: PasswordProblem }
  | { failed: 'DEAD' | 'TAKEN' };

/** Sets passwords, by one-time link or by who knows the old one. */
export class PasswordService {
  readonly #em: EntityManager;
  readonly #hasher: PasswordHasher;
  readonly #tries: SignInTries;
  readonly #links: PasswordLinks;

  /** `em` is not fenced: nobody is known yet. */
  constructor(
    em: EntityManager,
    parts: { hasher: PasswordHasher; tries: SignInTries; links: PasswordLinks },
  ) {
    this.#em = em;
    this.#hasher = parts.hasher;
    this.#tries = parts.tries;
    this.#links = parts.links;
  }

  /** What the link with this secret is for; null when it was used, has expired or never was. */
  async inspect(token: string): Promise<LinkUse | null> {
    const em = this.#em.fork();
    const link = await this.#links.find(em, token);
    return link && this.#meaningOf(em, link);
  }

  async #meaningOf(em: EntityManager, { userId, accountId }: PasswordLink): Promise<LinkUse | null> {
    if (accountId !== null) {
      const { email } = await em.findOneOrFail(Account, { id: accountId });
      const [user] = await usersOfAccount(em, accountId);
      if (!user) return null;
      recognisePerson(user);
      return { email, name: user.name, kind: 'RESET', organisationId: user.organisationId };
    }
    const user = await em.findOne(User, { id: userId ?? '', deactivatedAt: null, accountId: null }, unfenced);
    if (!user) return null;
    recognisePerson(user);
    const email = normalisedEmail(user.email);
    const known = await em.count(Account, { email, sandbox: inSandbox(user) });
    const kind = known > 0 ? 'JOIN' : 'INVITATION';
    return { email, name: user.name, kind, organisationId: user.organisationId };
  }

  /**
   * Uses the link with this secret: the password is set, and from `address` the person may sign in whatever
   * fails elsewhere. Throws RATE_LIMITED when too many passwords are hashed at once.
   */
  async use(token: string, password: string, address: string): Promise<LinkOutcome> {
    const em = this.#em.fork();
    const link = await this.#links.find(em, token);
    const use = link && (await this.#meaningOf(em, link));
    if (!use) return { failed: 'DEAD' };
    const problem = use.kind === 'JOIN' ? null : passwordProblem(password, use.email);
    if (problem) return { problem };
    const hash = use.kind === 'JOIN' ? null : await this.#hasher.hash(password);
    return em.transactional(async (tx): Promise<LinkOutcome> => {
      if (link.accountId === null) {
        const outcome = await this.#accept(tx, link, use.email, hash);
        if (!('done' in outcome)) return outcome;
        await this.#tries.remember(tx, use.email, address);
        return outcome;
      }
      if (!hash || !(await this.#links.take(tx, link))) return { failed: 'DEAD' };
      const [user] = await usersOfAccount(tx, link.accountId);
      await this.#set(tx, link.accountId, hash, { actor: user?.id ?? link.accountId });
      await this.#tries.remember(tx, use.email, address);
      return { done: 'RESET' };
    });
  }

  /** Makes the invited person one who can sign in. */
  async #accept(
    em: EntityManager,
    link: PasswordLink,
    email: string,
    passwordHash: string | null,
  ): Promise<LinkOutcome> {
    const user = await em.findOne(
      User,
      { id: link.userId ?? '', deactivatedAt: null, accountId: null },
      { ...unfenced, lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (!user) return { failed: 'DEAD' };
    const whose = { email, sandbox: inSandbox(user) };
    const known = await em.findOne(Account, whose);
    if (known && !(await mayShare(em, known.id, user))) return { failed: 'TAKEN' };
    if (!(await this.#links.take(em, link))) return { failed: 'DEAD' };
    if (!known && !(await addAccount(em, whose, passwordHash))) {
      // Made for another invitation at this very moment: nothing of this one is kept.
      throw new HubError('CONFLICT', { message: 'Try once more: the address was just taken into use.' });
    }
    const account = known ?? (await em.findOneOrFail(Account, whose));
    user.accountId = account.id;
    await em.flush();
    await record(em, userEvent('user.activated', user, { actor: user.id }));
    return { done: known ? 'JOIN' : 'INVITATION' };
  }

  /**
   * Changes the password of who knows the old one, and ends all their sessions and tokens. Throws
   * VALIDATION_ERROR for a wrong or an unfit one, RATE_LIMITED after too many wrong ones.
   */
  async change(
    userId: string,
    input: { currentPassword: string; newPassword: string },
    by: By,
  ): Promise<User> {
    const em = this.#em.fork();
    const user = await em.findOne(User, { id: userId, deactivatedAt: null }, unfenced);
    const account = user?.accountId ? await em.findOne(Account, { id: user.accountId }) : null;
    if (!user || !account) throw new HubError('FORBIDDEN', { message: 'Only a person with a password can.' });
    const problem = passwordProblem(input.newPassword, account.email);
    if (problem) throw invalid('newPassword', problemMessage(problem));
    // Whoever has got hold of a token guesses as slowly as whoever has none.
    const attempt = await this.#tries.begin(em, account.email, `user ${userId}`);
    if (!(await this.#hasher.verify(input.currentPassword, account.passwordHash))) {
      throw invalid('currentPassword', 'is wrong');
    }
    await attempt.succeeded();
    const hash = await this.#hasher.hash(input.newPassword);
    await em.transactional((tx) => this.#set(tx, account.id, hash, by));
    return user;
  }

  /** A new password, of which its owner is told. In the transaction of `em`. */
  async #set(em: EntityManager, accountId: string, passwordHash: string, by: By): Promise<void> {
    const account = await em.findOneOrFail(
      Account,
      { id: accountId },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    Object.assign(account, { passwordHash, passwordChangedAt: new Date() });
    await em.flush();
    await em.nativeDelete(PasswordLink, { accountId });
    await this.#tries.forget(em, account.email);
    for (const user of await usersOfAccount(em, accountId)) {
      await revokeTokensOfUser(em, user.id, by);
      await record(em, userEvent('user.password_changed', user, by));
    }
    await enqueue(em, passwordNoticeTask, { accountId, changeId: uuidv7() });
  }
}

/** Who has the link is taken for whom it was sent to. */
function recognisePerson({ id, role, studentId, organisationId }: User): void {
  recognise(callerOf({ userId: id, role, organisationId: studentId === null ? organisationId : null }));
}

/** Adds an account; false when there is one with this e-mail, or no password for it. */
async function addAccount(
  em: EntityManager,
  { email, sandbox }: Pick<Account, 'email' | 'sandbox'>,
  passwordHash: string | null,
): Promise<boolean> {
  if (passwordHash === null) return false;
  const added = await em.getConnection().execute<unknown[]>(
    `INSERT INTO identity.accounts (id, email, sandbox, password_hash, password_changed_at, created_at)
     VALUES (?, ?, ?, ?, now(), now()) ON CONFLICT (email, sandbox) DO NOTHING RETURNING id`,
    [uuidv7(), email, sandbox, passwordHash],
    'all',
    em.getTransactionContext(),
  );
  return added.length > 0;
}
