import type { EntityManager } from '@mikro-orm/postgresql';
import { type Adapter, type AdapterPayload, Provider } from 'oidc-provider';
import { endGrants, type GrantEnd } from '../access-tokens/revocations.ts';
import { OAuthGrant } from '../grants/oauth-grant.ts';
import { partialAdapter } from './partial-adapter.ts';
import { endOf, withoutId } from './stored-id.ts';

/** Why the OAuth server ends a grant: it says so by where it does. */
function reasonOf(route: string | undefined): GrantEnd {
  if (route === 'token') return 'REUSED';
  return route === 'revocation' ? 'REVOKED' : 'ENDED';
}

/** Ends a grant as the OAuth server wants it, and tells by event why. */
export async function endGrant(em: EntityManager, id: string): Promise<void> {
  const { route, client, session } = Provider.ctx?.oidc ?? {};
  const actor = session?.accountId ?? client?.clientId ?? 'service:identity';
  await em.fork().transactional((tx) => endGrants(tx, { id }, reasonOf(route), { actor }));
}

export function grantStore(em: EntityManager): Adapter {
  return partialAdapter('Grant', {
    async upsert(id, payload) {
      const { accountId, clientId } = payload;
      if (!accountId || !clientId) throw new Error('A grant is of a person and an app.');
      const now = new Date();
      const row = { id, userId: accountId, clientId, payload: withoutId(payload), expiresAt: endOf(payload) };
      await em
        .fork()
        .upsert(
          OAuthGrant,
          { ...row, createdAt: now, lastUsedAt: now },
          { onConflictMergeFields: ['payload', 'expiresAt', 'lastUsedAt'] },
        );
    },
    async find(id) {
      const found = await em.fork().findOne(OAuthGrant, { id });
      return found ? ({ ...found.payload, jti: id } as AdapterPayload) : undefined;
    },
    destroy: (id) => endGrant(em, id),
  });
}
