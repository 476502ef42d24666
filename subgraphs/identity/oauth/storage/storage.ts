import type { EntityManager } from '@mikro-orm/postgresql';
import type { Adapter, AdapterFactory } from 'oidc-provider';
import type { BrowserCookie } from '../sessions/browser-cookie.ts';
import { clientStore } from './client-store.ts';
import { grantStore } from './grant-store.ts';
import { interactionStore } from './interaction-store.ts';
import { partialAdapter } from './partial-adapter.ts';
import { sessionStore } from './session-store.ts';
import { tokenStore } from './token-store.ts';

/**
 * Where the OAuth server keeps what it must know again: in PostgreSQL, and of all that is secret nothing
 * but hashes. Its access tokens are signed and not stored.
 *
 * @param em not fenced: nobody is known yet
 * @param authorization address of the authorisation endpoint
 * @param testClient whether `test_key` is known
 */
export function storage(
  em: EntityManager,
  authorization: string,
  browsers: BrowserCookie,
  testClient: boolean,
): AdapterFactory {
  const stores: Record<string, Adapter> = {
    Client: clientStore(em, testClient),
    Grant: grantStore(em),
    AuthorizationCode: tokenStore(em, 'AuthorizationCode'),
    RefreshToken: tokenStore(em, 'RefreshToken'),
    Session: sessionStore(em),
    Interaction: interactionStore(em, authorization, browsers),
  };
  return (model) => stores[model] ?? partialAdapter(model, {});
}
