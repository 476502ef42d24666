import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import type { Mailer } from '../../integrations/mail/port.ts';
import type { Cipher } from '../../platform/encryption/cipher.ts';
import type { PerEnvironment } from '../../platform/environment.ts';
import type { TaskDefinition } from '../../platform/jobs/task.ts';
import { accountMailTasks } from './passwords/account-mail.task.ts';
import { passwordRoutes } from './passwords/password.routes.ts';
import { PasswordService } from './passwords/password.service.ts';
import { PasswordHasher } from './passwords/password-hasher.ts';
import { PasswordLinks } from './passwords/password-links.ts';
import { SignInService } from './sign-in/sign-in.service.ts';
import { SignInTries } from './sign-in/sign-in-tries.ts';
import { tidyTask } from './sign-in/tidy.task.ts';
import { createDemoPerson, type DemoPerson, inviteOperator } from './users/operator-user.ts';
import { UserResolver } from './users/user.resolver.ts';
import { UserService } from './users/user.service.ts';

/** Everything that people need to sign in, wired. */
export interface People {
  signIn: SignInService;
  users: UserResolver;
  routes(app: FastifyInstance): void;
  tasks: TaskDefinition[];
  inviteOperator(person: { name: string; email: string }): Promise<string>;
  createDemoPerson(person: DemoPerson): Promise<void>;
}

/**
 * @param em not fenced
 * @param publicUrl where others reach the hub, without a trailing slash; null when they do not, and then
 *   nobody is mailed a link
 */
export function peopleOf(
  em: EntityManager,
  {
    cipher,
    mailers,
    publicUrl,
  }: { cipher: Cipher; mailers: PerEnvironment<Mailer | null>; publicUrl: string | null },
): People {
  const hasher = new PasswordHasher();
  const tries = new SignInTries(cipher);
  const links = new PasswordLinks(cipher);
  const service = new PasswordService(em, { hasher, tries, links });
  const mails = {
    live: mailers.live !== null && publicUrl !== null,
    sandbox: mailers.sandbox !== null && publicUrl !== null,
  };
  return {
    signIn: new SignInService(em, hasher, tries),
    users: new UserResolver(new UserService(links, mails), service),
    routes(app) {
      if (publicUrl === null) return;
      passwordRoutes(app, { service, em, cipher, mails: mails.live || mails.sandbox });
    },
    tasks: [
      ...accountMailTasks({ em, mailers, links, cipher, publicUrl: publicUrl ?? '' }),
      tidyTask(em, tries),
    ],
    inviteOperator: (person) => inviteOperator(em, links, person),
    createDemoPerson: (person) => createDemoPerson(em, hasher, person),
  };
}
