import type { EntityManager } from '@mikro-orm/postgresql';
import { type Adapter, type AdapterPayload, Provider } from 'oidc-provider';
import type { BrowserCookie } from '../sessions/browser-cookie.ts';
import { Interaction } from '../sessions/interaction.ts';
import { partialAdapter } from './partial-adapter.ts';
import { endOf, hashOf, withoutId } from './stored-id.ts';

/**
 * Requests that wait for a person, each with the print of the browser in which it began.
 *
 * @param authorization address of the authorisation endpoint, beneath which they are resumed
 */
export function interactionStore(em: EntityManager, authorization: string, browsers: BrowserCookie): Adapter {
  return partialAdapter('Interaction', {
    async upsert(id, payload) {
      // `returnTo` and the session's `cookie` would give away the secrets that they hold.
      const { returnTo: _, session, ...rest } = withoutId(payload) as AdapterPayload;
      const { cookie: __, ...known } = { cookie: undefined, ...(session as object | undefined) };
      const fork = em.fork();
      const ctx = Provider.ctx;
      // A page stores what a person decided; the browser stays the one that it began in.
      const browser = ctx ? browsers.printOf(ctx.req) : await browserOf(fork, id);
      await fork.upsert(Interaction, {
        idHash: hashOf(id),
        userId: rest.result?.login?.accountId ?? (known as { accountId?: string }).accountId ?? null,
        payload: { ...rest, ...(session && { session: known }), browser },
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

/** The print of the browser in which a request began; undefined when there is no such request. */
export async function browserOf(em: EntityManager, id: string): Promise<unknown> {
  const found = await em.findOne(Interaction, { idHash: hashOf(id) });
  return found?.payload.browser;
}
