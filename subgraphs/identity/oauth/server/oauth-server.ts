import type { EventEmitter } from 'node:events';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { JWK } from 'jose';
import { errors, Provider } from 'oidc-provider';
import { impersonalScopes } from '../../../../platform/auth/scopes.ts';
import { log } from '../../../../platform/log.ts';
import { accessTokenSeconds, signatureAlgorithm } from '../access-tokens/access-token.ts';
import type { AccessTokenVerifier } from '../access-tokens/access-token-verifier.ts';
import { isClientSecret } from '../clients/client-secret.ts';
import type { SigningKeys } from '../signing-keys/signing-keys.ts';
import { clientAdapter } from './client-adapter.ts';
import { signedTokens } from './signed-tokens.ts';

/** Where the OAuth server answers, beneath the hub's public address. */
export const oauthPaths = {
  token: '/oauth/token',
  revocation: '/oauth/revoke',
  introspection: '/oauth/introspect',
  jwks: '/oauth/jwks',
} as const;

/** What the metadata say; the library also names what only other grants than the hub's need. */
const metadataNames = [
  'issuer',
  'token_endpoint',
  'revocation_endpoint',
  'introspection_endpoint',
  'jwks_uri',
  'grant_types_supported',
  'response_types_supported',
  'scopes_supported',
  'token_endpoint_auth_methods_supported',
];

export interface OAuthServerOptions {
  /** Not fenced. */
  em: EntityManager;
  keys: SigningKeys;
  tokens: AccessTokenVerifier;
  /** The hub's public address: who issues tokens, and whom they are for. */
  issuer: string;
}

/** The OAuth server over the keys of the moment: made when first needed, and anew when they were rotated. */
export class OAuthServer {
  readonly #options: OAuthServerOptions;
  #made: { provider: Provider; keyIds: string } | undefined;

  constructor(options: OAuthServerOptions) {
    this.#options = options;
  }

  async provider(): Promise<Provider> {
    const keys = await this.#options.keys.privateJwks();
    const keyIds = keys.map(({ kid }) => kid).join(' ');
    if (this.#made?.keyIds !== keyIds) this.#made = { provider: newProvider(this.#options, keys), keyIds };
    return this.#made.provider;
  }
}

function newProvider(options: OAuthServerOptions, keys: readonly JWK[]) {
  const { issuer, em, tokens } = options;
  const provider = new Provider(issuer, {
    adapter: clientAdapter(em),
    jwks: { keys: [...keys] as never },
    routes: oauthPaths,
    scopes: [...impersonalScopes],
    claims: {},
    responseTypes: [],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    clientDefaults: { id_token_signed_response_alg: signatureAlgorithm },
    enabledJWA: { idTokenSigningAlgValues: [signatureAlgorithm] },
    extraClientMetadata: { properties: ['organisation_id', 'default_scope'] },
    extraTokenClaims: (ctx) => ({ organisation_id: ctx.oidc.client?.organisation_id as string }),
    ttl: { ClientCredentials: accessTokenSeconds },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      dPoP: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      introspection: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => issuer,
        useGrantedResource: () => true,
        getResourceServerInfo(_ctx, resource, client) {
          if (resource !== issuer) throw new errors.InvalidTarget();
          return {
            audience: issuer,
            scope: client.scope ?? '',
            accessTokenFormat: 'jwt',
            accessTokenTTL: accessTokenSeconds,
            jwt: { sign: { alg: signatureAlgorithm } },
          };
        },
      },
    },
    renderError(ctx, out) {
      ctx.type = 'application/json';
      ctx.body = out;
    },
  });
  provider.Client.prototype.compareClientSecret = function compare(secret: string) {
    return isClientSecret(secret, this.clientSecret as string);
  };
  provider.use(signedTokens(em, tokens));
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.oidc?.route !== 'discovery') return;
    const metadata = ctx.body as Record<string, unknown>;
    ctx.body = Object.fromEntries(metadataNames.map((name) => [name, metadata[name]]));
  });
  provider.on('server_error', (_ctx, err) => log.error({ err }, 'the OAuth server failed'));
  (provider as EventEmitter).on('error', (err) => log.error({ err }, 'the OAuth server failed'));
  return provider;
}
