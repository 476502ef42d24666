import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { databaseTime } from '../../../../platform/db/database-time.ts';
import { defineTask, type TaskDefinition } from '../../../../platform/jobs/task.ts';
import { log } from '../../../../platform/log.ts';
import { OAuthGrant } from '../grants/oauth-grant.ts';
import { StoredToken } from '../grants/stored-token.ts';
import { Interaction } from '../sessions/interaction.ts';
import { SignInSession } from '../sessions/sign-in-session.ts';

/** Clocks differ, and what has just expired is refused with a better reason than what is unknown. */
const marginMs = 60 * 60_000;

/** Deletes what has expired of tokens, sessions and requests; returns how many rows. */
export async function deleteExpired(em: EntityManager): Promise<number> {
  const fork = em.fork();
  const expired = { expiresAt: { $lt: new Date((await databaseTime(fork)) - marginMs) } };
  const tokens = await fork.nativeDelete(StoredToken, expired);
  const grants = await fork.nativeDelete(OAuthGrant, expired);
  const sessions = await fork.nativeDelete(SignInSession, expired);
  const interactions = await fork.nativeDelete(Interaction, expired);
  return tokens + grants + sessions + interactions;
}

/** Every hour. */
export function expiredTask(em: EntityManager): TaskDefinition {
  return defineTask({
    name: 'identity.oauth-expired',
    schedule: '23 * * * *',
    payload: z.object({}),
    async run() {
      const deleted = await deleteExpired(em);
      if (deleted > 0) log.info({ deleted }, 'deleted expired tokens, sessions and sign-ins');
    },
  });
}
