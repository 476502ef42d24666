import type { EntityManager } from '@mikro-orm/postgresql';
import type { JWK } from 'jose';
import { type Client, type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import { scopeNames } from '../../../../platform/auth/scopes.ts';
import type { Tier } from '../../../../platform/auth/tiers.ts';
import type { SignInService } from '../../sign-in/sign-in.service.ts';
import { accessTokenSeconds, signatureAlgorithm } from '../access-tokens/access-token.ts';
import { allowanceClaim, allowanceOfTier } from '../access-tokens/allowance-claim.ts';
import { renderError } from '../pages/error-page.ts';
import { renderSignedOut, renderSignOut } from '../pages/sign-out-pages.ts';
import { claimsByScope, findAccount, personOf } from '../people/account.ts';
import type { Consents } from '../people/consents.ts';
import { policy } from '../people/interaction-policy.ts';
import { claimsOf, scopesFor } from '../people/scopes-of-person.ts';
import { oauthPaths, pagePaths } from './oauth-paths.ts';

const minute = 60;
const day = 24 * 60 * minute;

/** How long things last, in seconds. */
const ttl: Configuration['ttl'] = {
  AccessToken: accessTokenSeconds,
  ClientCredentials: accessTokenSeconds,
  AuthorizationCode: minute,
  IdToken: 60 * minute,
  Interaction: 30 * minute,
  /** From its last use; each use gives another one. */
  RefreshToken: 30 * day,
  /** Whatever happens, a person signs in again after this. */
  Grant: 180 * day,
  Session: (_ctx, { accountId }) => (accountId ? day : 30 * minute),
};

export interface ConfigurationParts {
  issuer: string;
  keys: readonly JWK[];
  adapter: NonNullable<Configuration['adapter']>;
  signIn: SignInService;
  consents: Consents;
  /** Not fenced. */
  em: EntityManager;
}

/** What the OAuth server does, and what it leaves out. */
export function configuration(parts: ConfigurationParts): Configuration {
  const { issuer, keys, adapter, signIn, consents, em } = parts;
  return {
    adapter,
    jwks: { keys: [...keys] as never },
    routes: oauthPaths,
    cookies: cookies(issuer.startsWith('https:')),
    scopes: [...scopeNames],
    claims: claimsByScope,
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    clientDefaults: { id_token_signed_response_alg: signatureAlgorithm },
    enabledJWA: { idTokenSigningAlgValues: [signatureAlgorithm] },
    extraClientMetadata: {
      properties: ['organisation_id', 'organisation_tier', 'default_scope', 'requires_pkce'],
    },
    pkce: { required: (_ctx, client) => client.requires_pkce !== false },
    allowOmittingSingleRegisteredRedirectUri: false,
    clientBasedCORS: () => false,
    findAccount: findAccount(signIn),
    loadExistingGrant: (ctx) => consents.grantFor(ctx),
    interactions: {
      policy: policy(),
      url: (_ctx, { prompt, uid }) =>
        `${prompt.name === 'login' ? pagePaths.signIn : pagePaths.consent}/${uid}`,
    },
    issueRefreshToken: (_ctx: KoaContextWithOIDC, client: Client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    extraTokenClaims: async (ctx, token) => {
      const person = token.kind === 'AccessToken' ? personOf(ctx) : null;
      if (!person) {
        const { client } = ctx.oidc;
        const tier = client?.organisation_tier as Tier;
        return { organisation_id: String(client?.organisation_id), ...allowanceOfTier(tier) };
      }
      const { grantId: grant_id } = token as { grantId?: string };
      return { ...claimsOf(person), grant_id, ...(await allowanceClaim(em, person.organisationId)) };
    },
    formats: {
      customizers: {
        // What the person may do now, whatever they could agree to then.
        jwt(ctx, token, parts) {
          const person = token.kind === 'AccessToken' ? personOf(ctx) : null;
          if (!person || !parts.payload) return;
          token.scope = scopesFor(person, token.scopes).join(' ');
          parts.payload.scope = token.scope;
        },
      },
    },
    ttl,
    features: {
      devInteractions: { enabled: false },
      // The library's wants tokens that it has stored; see userinfo.routes.ts.
      userinfo: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: renderSignOut,
        postLogoutSuccessSource: renderSignedOut,
      },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: ownToken },
      introspection: { enabled: true, allowedPolicy: ownToken },
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
    renderError,
  };
}

/** An app learns of and revokes its own tokens only; another's are unknown to it. */
function ownToken(_ctx: KoaContextWithOIDC, { clientId }: Client, token: { clientId?: string | undefined }) {
  return token.clientId === clientId;
}

/**
 * Cookies hold random ids and nothing else, so there is nothing in them to sign. Over https a sibling domain
 * cannot set them (the prefixes), and nothing but https gets to see them.
 */
function cookies(secure: boolean): Configuration['cookies'] {
  const options = { httpOnly: true, sameSite: 'lax', secure } as const;
  return {
    names: {
      session: secure ? '__Host-hub-session' : 'hub-session',
      interaction: secure ? '__Secure-hub-request' : 'hub-request',
      resume: secure ? '__Secure-hub-resume' : 'hub-resume',
    },
    long: options,
    short: options,
  };
}
