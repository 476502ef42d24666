import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Mail, Mailer } from '../../../integrations/mail/port.ts';
import { databaseTime } from '../../../platform/db/database-time.ts';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import type { PerEnvironment } from '../../../platform/environment.ts';
import { OutsideError } from '../../../platform/http-client/outside-error.ts';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import { currentRequestId, log } from '../../../platform/log.ts';
import { Organisation } from '../organisations/organisation.ts';
import { inSandbox, usersOfAccount } from '../users/one-employer.ts';
import { User } from '../users/user.ts';
import { Account } from './account.ts';
import { changedMail, invitationMail, resetMail } from './account-mail.ts';
import { passwordNoticeTask } from './password.service.ts';
import { PasswordLink } from './password-link.ts';
import { linkMailTask, type PasswordLinks } from './password-links.ts';
import { paths } from './paths.ts';

/** The task that answers the form for a forgotten password. */
export const forgottenTask = 'identity.password-forgotten';

/** Nobody gets more than one link in so many milliseconds, however often it is asked for. */
const betweenLinksMs = 60_000;

const unfenced = { filters: { fence: false } } as const;

export interface AccountMailParts {
  /** Not fenced. */
  em: EntityManager;
  mailers: PerEnvironment<Mailer | null>;
  links: PasswordLinks;
  cipher: Cipher;
  /** Where others reach the hub, without a trailing slash. */
  publicUrl: string;
}

/** Everything that is mailed to people about their accounts. Jobs hold neither links nor addresses. */
export function accountMailTasks({
  em: root,
  mailers,
  links,
  cipher,
  publicUrl,
}: AccountMailParts): TaskDefinition[] {
  /** False when it never will be sent, so that there is nothing to try again. */
  async function send(mail: Mail, sandbox: boolean): Promise<void> {
    const mailer = sandbox ? mailers.sandbox : mailers.live;
    if (!mailer) return log.warn({ mail: mail.id }, 'a mail was not sent: mail is not configured');
    try {
      await mailer.send(mail, { requestId: currentRequestId() ?? mail.id });
    } catch (error) {
      if (!(error instanceof OutsideError) || error.retryable) throw error;
      log.warn({ err: error, mail: mail.id }, 'a mail was refused for good');
    }
  }

  return [
    defineTask({
      name: linkMailTask,
      payload: z.object({ linkId: z.uuid() }),
      async run({ linkId }) {
        const em = root.fork();
        const link = await em.findOne(PasswordLink, { id: linkId });
        const token = link && links.open(link);
        // Used, replaced by a newer one, sent, or too old to be of use.
        if (!link || !token || link.expiresAt.getTime() <= (await databaseTime(em))) return;
        const address = `${publicUrl}${paths.link(token)}`;
        const found = await textFor(em, link, address);
        if (!found) return;
        const { sandbox, ...mail } = found;
        await send({ id: link.id, ...mail }, sandbox);
        await em.nativeUpdate(PasswordLink, { id: linkId }, { tokenSealed: null });
      },
    }),
    defineTask({
      name: passwordNoticeTask,
      payload: z.object({ accountId: z.uuid(), changeId: z.uuid() }),
      async run({ accountId, changeId }) {
        const em = root.fork();
        const { email, sandbox } = await em.findOneOrFail(Account, { id: accountId });
        const [user] = await usersOfAccount(em, accountId);
        if (!user) return;
        const text = changedMail(user.name, `${publicUrl}${paths.forgot}`);
        await send({ id: changeId, to: { name: user.name, address: email }, ...text }, sandbox);
      },
    }),
    defineTask({
      name: forgottenTask,
      payload: z.object({ sealed: z.string() }),
      async run({ sealed }) {
        const email = cipher.open(sealed);
        await root.fork().transactional(async (em) => {
          // Asked for twice at once, it is still mailed once.
          const options = { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } } as const;
          for (const { id: accountId } of await em.find(Account, { email }, options)) {
            const latest = await em.findOne(PasswordLink, { accountId });
            const recent = latest && latest.createdAt.getTime() > (await databaseTime(em)) - betweenLinksMs;
            if (recent || (await usersOfAccount(em, accountId)).length === 0) continue;
            await links.mail(em, { accountId });
          }
        });
      },
    }),
  ];
}

/** The mail for a link; null when whom it was for is no more. */
async function textFor(
  em: EntityManager,
  { userId, accountId }: PasswordLink,
  address: string,
): Promise<(Omit<Mail, 'id'> & { sandbox: boolean }) | null> {
  if (accountId !== null) {
    const { email, sandbox } = await em.findOneOrFail(Account, { id: accountId });
    const [user] = await usersOfAccount(em, accountId);
    if (!user) return null;
    return { sandbox, to: { name: user.name, address: email }, ...resetMail(user.name, address) };
  }
  const user = await em.findOne(User, { id: userId ?? '', deactivatedAt: null }, unfenced);
  if (!user) return null;
  const organisation =
    user.organisationId === null
      ? null
      : await em.findOneOrFail(Organisation, { id: user.organisationId }, unfenced);
  const text = invitationMail(user.name, organisation?.name ?? null, address);
  return { sandbox: inSandbox(user), to: { name: user.name, address: user.email }, ...text };
}
