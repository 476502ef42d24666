import type { EntityManager } from '@mikro-orm/postgresql';
import type { Adapter, AdapterPayload, ClientMetadata } from 'oidc-provider';
import { validate } from 'uuid';
import { type Calling, currentCall } from '../../../../platform/auth/calling.ts';
import { allows, isPersonal, scopeNames } from '../../../../platform/auth/scopes.ts';
import type { Tier } from '../../../../platform/auth/tiers.ts';
import type { OAuthClient } from '../clients/oauth-client.ts';
import { OAuthClientType } from '../clients/oauth-client-type.ts';
import { testClientId, testCredentials } from '../clients/test-client.ts';
import { partialAdapter } from './partial-adapter.ts';

type ClientRow = Pick<
  OAuthClient,
  | 'id'
  | 'organisationId'
  | 'name'
  | 'type'
  | 'secretHash'
  | 'redirectUris'
  | 'requiresPkce'
  | 'postLogoutRedirectUris'
  | 'scopes'
> & {
  /** Of its organisation. */
  tier: Tier;
};

/**
 * How the OAuth server knows a client; its `client_secret` is the hash. Besides its own scopes it may ask
 * for narrower ones that they allow.
 */
function metadataOf(client: ClientRow): ClientMetadata {
  const scope = scopeNames.filter((name) => allows(client.scopes, name));
  const common = {
    client_id: client.id,
    client_name: client.name,
    organisation_id: client.organisationId,
    default_scope: client.scopes.join(' '),
    organisation_tier: client.tier,
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
    requires_pkce: client.requiresPkce,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
  };
}

function secretOf({ secretHash }: ClientRow): ClientMetadata {
  if (secretHash === null) return { token_endpoint_auth_method: 'none' } as ClientMetadata;
  return { client_secret: secretHash, token_endpoint_auth_method: 'client_secret_basic' } as ClientMetadata;
}

/** @param testClient whether `test_key` is known */
export function clientStore(em: EntityManager, testClient: boolean): Adapter {
  return partialAdapter('Client', {
    async find(id) {
      if (testClient && id === testCredentials.id) {
        const client = await readOnce(em, testClientId);
        return client && { ...metadataOf(client), client_secret: testCredentials.secret };
      }
      if (!validate(id)) return undefined;
      const client = await readOnce(em, id);
      return client ? (metadataOf(client) as AdapterPayload) : undefined;
    },
  });
}

const known = new WeakMap<Calling, Map<string, Promise<ClientRow | undefined>>>();

/** Whoever asks for a token is looked for several times: within one request they are read once. */
function readOnce(em: EntityManager, id: string): Promise<ClientRow | undefined> {
  const call = currentCall();
  if (!call) return read(em, id);
  const ofCall = known.get(call) ?? new Map<string, Promise<ClientRow | undefined>>();
  known.set(call, ofCall);
  const found = ofCall.get(id) ?? read(em, id);
  ofCall.set(id, found);
  return found;
}

/** In plain SQL, with what a token needs to know of the organisation: it is asked for with every token. */
async function read(em: EntityManager, id: string): Promise<ClientRow | undefined> {
  const [row] = await em.getConnection().execute<ClientRow[]>(
    `SELECT client.id, organisation_id AS "organisationId", client.name, client.type, secret_hash AS "secretHash",
       redirect_uris AS "redirectUris", post_logout_redirect_uris AS "postLogoutRedirectUris",
       requires_pkce AS "requiresPkce", scopes, tier
     FROM identity.oauth_clients client JOIN identity.organisations organisation ON organisation.id = organisation_id
     WHERE client.id = ?`,
    [id],
  );
  return row;
}
