import type { EntityManager } from '@mikro-orm/postgresql';
import type { Adapter, AdapterFactory, AdapterPayload, ClientMetadata } from 'oidc-provider';
import { validate } from 'uuid';
import { allows, type Scope, scopeRegistry } from '../../../../platform/auth/scopes.ts';
import { OAuthClient } from '../clients/oauth-client.ts';

const scopeNames = Object.keys(scopeRegistry) as Scope[];

/**
 * How the OAuth server knows a client; its `client_secret` is the hash. Besides its own scopes it may ask
 * for narrower ones that they allow.
 */
function metadataOf(client: OAuthClient): ClientMetadata {
  return {
    client_id: client.id,
    client_name: client.name,
    client_secret: client.secretHash,
    organisation_id: client.organisationId,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: scopeNames.filter((scope) => allows(client.scopes, scope)).join(' '),
    default_scope: client.scopes.join(' '),
  };
}

/**
 * What the OAuth server finds in the database: clients. It keeps nothing else there: its access tokens
 * are signed and not stored.
 *
 * @param em not fenced: nobody is known yet
 */
export function clientAdapter(em: EntityManager): AdapterFactory {
  return (model: string): Adapter => {
    const nothing = async () => undefined;
    const refuse = async () => {
      throw new Error(`The OAuth server stores no ${model}.`);
    };
    return {
      async find(id: string) {
        if (model !== 'Client' || !validate(id)) return undefined;
        const client = await em.fork().findOne(OAuthClient, { id }, { filters: { fence: false } });
        return client ? (metadataOf(client) as AdapterPayload) : undefined;
      },
      findByUid: nothing,
      findByUserCode: nothing,
      upsert: refuse,
      consume: refuse,
      destroy: refuse,
      revokeByGrantId: refuse,
    };
  };
}
