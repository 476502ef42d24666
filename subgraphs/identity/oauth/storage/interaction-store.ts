import type { EntityManager } from '@mikro-orm/postgresql';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { Interaction } from '../sessions/interaction.ts';
import { partialAdapter } from './partial-adapter.ts';
import { endOf, hashOf, withoutId } from './stored-id.ts';

/**
 * Requests that wait for a person.
 *
 * @param authorization address of the authorisation endpoint, beneath which they are resumed
 */
export function interactionStore(em: EntityManager, authorization: string): Adapter {
  return partialAdapter('Interaction', {
    async upsert(id, payload) {
      // `returnTo` and the session's `cookie` would give away the secrets that they hold.
      const { returnTo: _, session, ...rest } = withoutId(payload) as AdapterPayload;
      const { cookie: __, ...known } = { cookie: undefined, ...(session as object | undefined) };
      await em.fork().upsert(Interaction, {
        idHash: hashOf(id),
        userId: rest.result?.login?.accountId ?? (known as { accountId?: string }).accountId ?? null,
        payload: { ...rest, ...(session && { session: known }) },
        expiresAt: endOf(payload),
      });
    },
    async find(id) {
      const found = await em.fork().findOne(Interaction, { idHash: hashOf(id) });
      if (!found) return undefined;
      return { ...found.payload, jti: id, returnTo: `${authorization}/${id}` } as AdapterPayload;
    },
    async destroy(id) {
      await em.fork().nativeDelete(Interaction, { idHash: hashOf(id) });
    },
  });
}
