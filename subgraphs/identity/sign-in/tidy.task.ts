import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { databaseTime } from '../../../platform/db/database-time.ts';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import { PasswordLink } from '../passwords/password-link.ts';
import type { SignInTries } from './sign-in-tries.ts';

/** Deletes, each hour, links that no longer hold and failures and places that no longer count. */
export function tidyTask(root: EntityManager, tries: SignInTries): TaskDefinition {
  return defineTask({
    name: 'identity.sign-in-tidy',
    schedule: '23 * * * *',
    payload: z.object({}),
    async run() {
      const em = root.fork();
      await tries.tidy(em);
      await em.nativeDelete(PasswordLink, { expiresAt: { $lt: new Date(await databaseTime(em)) } });
    },
  });
}
