import { type EntityManager, ForeignKeyConstraintViolationException } from '@mikro-orm/postgresql';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { OAuthGrant } from '../grants/oauth-grant.ts';
import { StoredToken } from '../grants/stored-token.ts';
import { endGrant } from './grant-store.ts';
import { partialAdapter } from './partial-adapter.ts';
import { endOf, hashOf, withoutId } from './stored-id.ts';

/**
 * Authorisation codes and refresh tokens, each of use once. Of two who use one at the same time one is
 * first, and the other ends the grant with all tokens of both.
 */
export function tokenStore(em: EntityManager, kind: 'AuthorizationCode' | 'RefreshToken'): Adapter {
  return partialAdapter(kind, {
    async upsert(id, payload) {
      const { grantId } = payload;
      if (!grantId) throw new Error(`The OAuth server stores no ${kind} without a grant.`);
      const fork = em.fork();
      const row = {
        idHash: hashOf(id),
        kind,
        grantId,
        payload: withoutId(payload),
        expiresAt: endOf(payload),
      };
      try {
        await fork.insert(StoredToken, row);
      } catch (error) {
        // The grant was ended a moment ago.
        if (error instanceof ForeignKeyConstraintViolationException)
          throw new errors.InvalidGrant('grant ended');
        throw error;
      }
      await fork.nativeUpdate(OAuthGrant, { id: grantId }, { lastUsedAt: new Date() });
    },
    async find(id) {
      const found = await em.fork().findOne(StoredToken, { idHash: hashOf(id), kind });
      if (!found) return undefined;
      const consumed = found.consumedAt && Math.floor(found.consumedAt.getTime() / 1000);
      return { ...found.payload, jti: id, ...(consumed && { consumed }) } as AdapterPayload;
    },
    async consume(id) {
      const fork = em.fork();
      const idHash = hashOf(id);
      const unused = { idHash, kind, consumedAt: null };
      if ((await fork.nativeUpdate(StoredToken, unused, { consumedAt: new Date() })) > 0) return;
      const used = await fork.findOne(StoredToken, { idHash, kind });
      if (used) await endGrant(em, used.grantId);
      throw new errors.InvalidGrant('already used');
    },
    async destroy(id) {
      await em.fork().nativeDelete(StoredToken, { idHash: hashOf(id), kind });
    },
  });
}
