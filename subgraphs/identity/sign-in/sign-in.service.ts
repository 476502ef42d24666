import type { EntityManager } from '@mikro-orm/postgresql';
import { HubError } from '../../../platform/errors.ts';
import { Account, normalisedEmail } from '../passwords/account.ts';
import { isOutdated, type PasswordHasher } from '../passwords/password-hasher.ts';
import { User } from '../users/user.ts';
import { auditRefusal } from './refused-sign-in.ts';
import type { SignInTries } from './sign-in-tries.ts';
import { personOfAccount, type SignedInPerson } from './signed-in-person.ts';

/** What somebody typed who says who they are. */
export interface SignInAttempt {
  email: string;
  password: string;
  /** Where they call from: an IP address. */
  address: string;
  /** Whether they sign in to the sandbox, where people have accounts of their own; not when absent. */
  sandbox?: boolean | undefined;
}

/** Says whether a person is who they say, and who they are. */
export class SignInService {
  readonly #em: EntityManager;
  readonly #hasher: PasswordHasher;
  readonly #tries: SignInTries;

  /** `em` is not fenced: nobody is known yet. */
  constructor(em: EntityManager, hasher: PasswordHasher, tries: SignInTries) {
    this.#em = em;
    this.#hasher = hasher;
    this.#tries = tries;
  }

  /**
   * The person with this e-mail and password; null when the two do not belong together, or the person
   * was deactivated: which of these it is shows in nothing, not in time either.
   *
   * @throws HubError RATE_LIMITED with `retryAfter` in seconds, after too many failures or when too many
   *   sign in at once
   */
  async check(attempted: SignInAttempt): Promise<SignedInPerson | null> {
    const { password, address, sandbox = false } = attempted;
    const em = this.#em.fork();
    const email = normalisedEmail(attempted.email);
    const attempt = await this.#tries.begin(em, email, address);
    const account = await em.findOne(Account, { email, sandbox });
    const right = await this.#hasher
      .verify(password, account?.passwordHash ?? null)
      .catch((error: unknown) => attempt.giveBack().then(() => Promise.reject(error)));
    const person = right && account ? await personOfAccount(em, account.id) : null;
    if (!account || !person) {
      await auditRefusal(em, account, address);
      return null;
    }
    await attempt.succeeded();
    if (isOutdated(account.passwordHash)) await this.#hashAnew(em, account, password);
    return person;
  }

  /** With the costs of today. Unless it was changed in this moment; and the next time, when too many sign in. */
  async #hashAnew(em: EntityManager, { id, passwordHash }: Account, password: string): Promise<void> {
    try {
      const anew = await this.#hasher.hash(password);
      await em.nativeUpdate(Account, { id, passwordHash }, { passwordHash: anew });
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
    }
  }

  /** The person as they are now; null when they are gone or deactivated. */
  async personOf(userId: string): Promise<SignedInPerson | null> {
    const em = this.#em.fork();
    const user = await em.findOne(User, { id: userId, deactivatedAt: null }, { filters: { fence: false } });
    return user?.accountId ? personOfAccount(em, user.accountId) : null;
  }
}
