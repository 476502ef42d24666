import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Role } from '../../../platform/auth/roles.ts';
import { duplicateError } from '../../../platform/db/duplicate.ts';
import type { PerEnvironment } from '../../../platform/environment.ts';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { record } from '../../../schema/events/record.ts';
import { revokeTokensOfUser } from '../oauth/access-tokens/revocations.ts';
import { owningOrganisation } from '../organisations/owning-organisation.ts';
import { PasswordLink } from '../passwords/password-link.ts';
import type { PasswordLinks } from '../passwords/password-links.ts';
import { Student } from '../students/student.ts';
import { inSandbox, mayShare, usersOfAccount } from './one-employer.ts';
import type { ChangeUserRoleInput, InviteUserInput } from './user.inputs.ts';
import { User } from './user.ts';
import { type By, userEvent } from './user-event.ts';
import { assertMayManage, assertNotLastAdmin } from './user-rights.ts';

const duplicate = () =>
  new HubError('DUPLICATE_EMAIL', {
    details: [{ field: 'email', message: 'is taken in this organisation' }],
  });
const duplicates = { users_email: duplicate, users_email_of_the_hub: duplicate };

/** People and what they may do. Whoever may do less than somebody manages them not. */
export class UserService {
  readonly #links: PasswordLinks;
  readonly #mails: PerEnvironment<boolean>;

  /** @param mails whether this hub can send mail */
  constructor(links: PasswordLinks, mails: PerEnvironment<boolean>) {
    this.#links = links;
    this.#mails = mails;
  }

  /**
   * Makes a user, and mails a one-time link to accept and set a password. Throws DUPLICATE_EMAIL,
   * VALIDATION_ERROR, FORBIDDEN for a role that allows more than the caller, NOT_CONFIGURED without mail.
   */
  async invite(input: InviteUserInput, context: SubgraphContext): Promise<User> {
    assertMayManage(context.principal, input.role);
    const place = await placeOf(input, context);
    this.#needMail(place);
    const { name, email, role } = input;
    return context.em
      .transactional(async (em) => {
        const user = Object.assign(new User(), { ...place, name, email, role });
        em.persist(user);
        await em.flush();
        await record(em, userEvent('user.created', user, by(context)));
        await this.#invite(em, user, by(context));
        return user;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  /** Mails another link, which ends the one before. Throws NOT_FOUND, FORBIDDEN, NOT_CONFIGURED, CONFLICT. */
  async resendInvitation(id: string, context: SubgraphContext): Promise<User> {
    return this.#changed(id, context, async (em, user) => {
      this.#needMail(user);
      if (user.accountId !== null || user.deactivatedAt !== null) {
        throw new HubError('CONFLICT', { message: 'Only who has not accepted yet can be invited again.' });
      }
      await this.#invite(em, user, by(context));
    });
  }

  async #invite(em: EntityManager, user: User, who: By): Promise<void> {
    await this.#links.mail(em, { userId: user.id });
    await record(em, userEvent('user.invited', user, who));
  }

  /**
   * Gives a user another role, which ends their sessions and tokens. Throws NOT_FOUND, FORBIDDEN,
   * VALIDATION_ERROR, CONFLICT for the last admin.
   */
  async changeRole({ id, role }: ChangeUserRoleInput, context: SubgraphContext): Promise<User> {
    const bound = [Role.LEARNER, Role.PLATFORM_ADMIN];
    if (bound.includes(role)) throw invalid('role', `${role} is given by an invitation alone`);
    assertMayManage(context.principal, role);
    return this.#changed(id, context, async (em, user) => {
      if (user.role === role) return;
      if (bound.includes(user.role))
        throw invalid('id', `a ${user.role} stays one; deactivate and invite anew`);
      await assertNotLastAdmin(em, user, context.principal);
      const previous = user.role;
      user.role = role;
      await em.flush();
      await revokeTokensOfUser(em, user.id, by(context));
      const { data, ...event } = userEvent('user.created', user, by(context));
      await record(em, { ...event, type: 'user.role_changed', data: { ...data, previous_role: previous } });
    });
  }

  /**
   * Ends what a user may do, with their sessions, tokens and links, at once. Doing it again changes
   * nothing. Throws NOT_FOUND, FORBIDDEN, CONFLICT for the last admin.
   */
  async deactivate(id: string, context: SubgraphContext): Promise<User> {
    return this.#changed(id, context, async (em, user) => {
      if (user.deactivatedAt !== null) return;
      await assertNotLastAdmin(em, user, context.principal);
      // A learner's sessions may be in the name of another of their users, and hold this one's rows.
      const all = user.accountId === null ? [user] : await usersOfAccount(em, user.accountId);
      for (const one of all) await revokeTokensOfUser(em, one.id, by(context));
      await em.nativeDelete(PasswordLink, { userId: user.id });
      user.deactivatedAt = new Date();
      await em.flush();
      await record(em, userEvent('user.deactivated', user, by(context)));
    });
  }

  /**
   * Lets a deactivated user in again, with the password and role that they had. Throws NOT_FOUND, FORBIDDEN,
   * CONFLICT when the person meanwhile works for another organisation.
   */
  async reactivate(id: string, context: SubgraphContext): Promise<User> {
    return this.#changed(id, context, async (em, user) => {
      if (user.deactivatedAt === null) return;
      if (user.accountId !== null && !(await mayShare(em, user.accountId, user))) {
        throw new HubError('CONFLICT', {
          message: 'The person works for another organisation now, which has to deactivate them first.',
        });
      }
      user.deactivatedAt = null;
      await em.flush();
      await record(em, userEvent('user.reactivated', user, by(context)));
    });
  }

  /** Changes a user whom the caller manages, who is nobody else's to change meanwhile. */
  #changed(
    id: string,
    { em, principal }: SubgraphContext,
    change: (em: EntityManager, user: User) => Promise<void>,
  ): Promise<User> {
    return em.transactional(async (tx) => {
      const user = await tx.findOne(User, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
      if (!user) throw notFound('user', id);
      assertMayManage(principal, user.role);
      await change(tx, user);
      return user;
    });
  }

  #needMail(user: Pick<User, 'organisationId'>): void {
    if (!(inSandbox(user) ? this.#mails.sandbox : this.#mails.live)) {
      throw new HubError('NOT_CONFIGURED', {
        message: 'This hub can send no mail, so nobody can be invited: SMTP_URL is not set.',
      });
    }
  }
}

function by({ principal, requestId }: SubgraphContext): By {
  return { actor: principal.id, requestId };
}

/** Where the new user belongs. */
async function placeOf(
  { role, organisationId, studentId }: InviteUserInput,
  context: SubgraphContext,
): Promise<Pick<User, 'organisationId' | 'studentId' | 'everywhere'>> {
  const nobody = { studentId: null, everywhere: false };
  if (role === Role.LEARNER) {
    if (!studentId) throw invalid('studentId', 'is needed for a learner');
    const student = await context.em.findOne(Student, { id: studentId });
    if (!student) throw invalid('studentId', 'names no student');
    if (organisationId && organisationId !== student.organisationId) {
      throw invalid('organisationId', 'is not the organisation of the student');
    }
    const everywhere = context.principal.kind === 'platform';
    return { organisationId: student.organisationId, studentId, everywhere };
  }
  if (studentId) throw invalid('studentId', 'is for learners only');
  if (role !== Role.PLATFORM_ADMIN) {
    return { ...nobody, organisationId: await owningOrganisation(organisationId, context) };
  }
  if (organisationId) throw invalid('organisationId', 'is none for who runs the hub');
  return { ...nobody, organisationId: null };
}
