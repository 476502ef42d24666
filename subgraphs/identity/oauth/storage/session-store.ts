import type { EntityManager } from '@mikro-orm/postgresql';
import { type Adapter, type AdapterPayload, Provider } from 'oidc-provider';
import { v7 as uuidv7 } from 'uuid';
import { endSessions, recordSession } from '../sessions/end-sessions.ts';
import { SignInSession } from '../sessions/sign-in-session.ts';
import { partialAdapter } from './partial-adapter.ts';
import { endOf, hashOf, withoutId } from './stored-id.ts';

const longestAgent = 300;

/**
 * Browsers' sessions. One that was ended while a request was being served is not brought back by the end
 * of that request.
 */
export function sessionStore(em: EntityManager): Adapter {
  return partialAdapter('Session', {
    async upsert(id, payload) {
      const { uid, accountId } = payload as AdapterPayload & { uid: string };
      const ctx = Provider.ctx;
      const seen = {
        cookieHash: hashOf(id),
        userId: accountId ?? null,
        payload: withoutId(payload),
        address: ctx?.ip ?? null,
        agent: ctx?.get('user-agent').slice(0, longestAgent) || null,
        lastUsedAt: new Date(),
        expiresAt: endOf(payload),
      };
      await em.fork().transactional(async (tx) => {
        const before = await tx.findOne(SignInSession, { uid });
        // One that has been stored before has a time at which it was.
        const stored = ctx?.oidc.entities.Session?.iat !== undefined;
        if (!before && stored) return;
        const session =
          before ?? Object.assign(new SignInSession(), { id: uuidv7(), uid, createdAt: new Date() });
        const arrived = seen.userId !== null && session.userId !== seen.userId;
        tx.persist(Object.assign(session, seen));
        await tx.flush();
        if (arrived) await recordSession(tx, 'session.started', session, { actor: String(seen.userId) });
      });
    },
    async find(id) {
      const found = await em.fork().findOne(SignInSession, { cookieHash: hashOf(id) });
      return found ? ({ ...found.payload, jti: id } as AdapterPayload) : undefined;
    },
    async findByUid(uid) {
      const found = await em.fork().findOne(SignInSession, { uid });
      return found ? (found.payload as AdapterPayload) : undefined;
    },
    async destroy(id) {
      const session = Provider.ctx?.oidc.session as { oldId?: string; accountId?: string } | undefined;
      // It goes on under another id: storing it takes the old one away.
      if (session?.oldId === id) return;
      const actor = session?.accountId ?? 'service:identity';
      await em.fork().transactional((tx) => endSessions(tx, { cookieHash: hashOf(id) }, { actor }));
    },
  });
}
