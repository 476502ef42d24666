import type { EntityManager, FilterQuery } from '@mikro-orm/postgresql';
import type { ClientAuthorizationState } from 'oidc-provider';
import { record } from '../../../../schema/events/record.ts';
import { User } from '../../users/user.ts';
import { type EndedBy, endGrants } from '../access-tokens/revocations.ts';
import { SignInSession } from './sign-in-session.ts';

/** The grants that end with a session: those of apps that did not ask to go on without it. */
function grantsOf({ payload }: SignInSession): string[] {
  const { authorizations = {} } = payload as { authorizations?: Record<string, ClientAuthorizationState> };
  return Object.values(authorizations).flatMap(({ grantId, persistsLogout }) =>
    grantId && !persistsLogout ? [grantId] : [],
  );
}

/**
 * Ends sessions, in the transaction of `em`, with the tokens that apps got by them unless they may go on
 * (`offline_access`). Returns how many there were.
 */
export async function endSessions(
  em: EntityManager,
  which: FilterQuery<SignInSession>,
  by: EndedBy,
): Promise<number> {
  const sessions = await em.find(SignInSession, which, { orderBy: { id: 'asc' } });
  for (const session of sessions) {
    if ((await em.nativeDelete(SignInSession, { id: session.id })) === 0) continue;
    await endGrants(em, { id: { $in: grantsOf(session) } }, 'ENDED', by);
    if (session.userId !== null) await recordSession(em, 'session.ended', session, by);
  }
  return sessions.length;
}

/** Tells that a session of somebody began or ended, in the transaction of `em`. */
export async function recordSession(
  em: EntityManager,
  type: 'session.started' | 'session.ended',
  { id, userId }: SignInSession,
  by: EndedBy,
): Promise<void> {
  if (userId === null) return;
  const user = await em.findOne(User, { id: userId }, { filters: { fence: false } });
  await record(em, {
    type,
    subject: { type: 'SignInSession', id },
    audience: user?.organisationId ? [user.organisationId] : [],
    data: { session_id: id, user_id: userId },
    ...by,
  });
}
