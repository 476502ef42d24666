import type { EntityManager } from '@mikro-orm/postgresql';
import type { Adapter, AdapterPayload, ClientMetadata } from 'oidc-provider';
import { validate } from 'uuid';
import { allows, isPersonal, scopeNames } from '../../../../platform/auth/scopes.ts';
import { OAuthClient } from '../clients/oauth-client.ts';
import { OAuthClientType } from '../clients/oauth-client-type.ts';
import { partialAdapter } from './partial-adapter.ts';

/**
 * How the OAuth server knows a client; its `client_secret` is the hash. Besides its own scopes it may ask
 * for narrower ones that they allow.
 */
function metadataOf(client: OAuthClient): ClientMetadata {
  const scope = scopeNames.filter((name) => allows(client.scopes, name));
  const common = {
    client_id: client.id,
    client_name: client.name,
    organisation_id: client.organisationId,
    default_scope: client.scopes.join(' '),
  };
  if (client.type === OAuthClientType.MACHINE) {
    return {
      ...common,
      ...secretOf(client),
      scope: scope.filter((name) => !isPersonal(name)).join(' '),
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    };
  }
  return {
    ...common,
    ...secretOf(client),
    scope: [...new Set(['openid', ...scope])].join(' '),
    application_type: client.type === OAuthClientType.NATIVE ? 'native' : 'web',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    response_modes: ['query'],
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
  };
}

function secretOf({ secretHash }: OAuthClient): ClientMetadata {
  if (secretHash === null) return { token_endpoint_auth_method: 'none' } as ClientMetadata;
  return { client_secret: secretHash, token_endpoint_auth_method: 'client_secret_basic' } as ClientMetadata;
}

export function clientStore(em: EntityManager): Adapter {
  return partialAdapter('Client', {
    async find(id) {
      if (!validate(id)) return undefined;
      const client = await em.fork().findOne(OAuthClient, { id }, { filters: { fence: false } });
      return client ? (metadataOf(client) as AdapterPayload) : undefined;
    },
  });
}
