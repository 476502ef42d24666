import type { EventEmitter } from 'node:events';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { JWK } from 'jose';
import { errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { HubError } from '../../../../platform/errors.ts';
import { log } from '../../../../platform/log.ts';
import type { SignInService } from '../../sign-in/sign-in.service.ts';
import type { AccessTokenVerifier } from '../access-tokens/access-token-verifier.ts';
import { isClientSecret } from '../clients/client-secret.ts';
import { formsInsteadOfScripts } from '../pages/sign-out-pages.ts';
import { Consents } from '../people/consents.ts';
import type { SigningKeys } from '../signing-keys/signing-keys.ts';
import { storage } from '../storage/storage.ts';
import { configuration } from './configuration.ts';
import { completeMetadata } from './metadata.ts';
import { oauthPaths } from './oauth-paths.ts';
import { signedTokens } from './signed-tokens.ts';

export interface OAuthServerOptions {
  /** Not fenced. */
  em: EntityManager;
  keys: SigningKeys;
  tokens: AccessTokenVerifier;
  signIn: SignInService;
  /** The hub's public address: who issues tokens, and whom they are for. */
  issuer: string;
}

/** The OAuth server over the keys of the moment: made when first needed, and anew when they were rotated. */
export class OAuthServer {
  readonly issuer: string;
  readonly #options: OAuthServerOptions;
  #made: { provider: Provider; keyIds: string } | undefined;

  constructor(options: OAuthServerOptions) {
    this.issuer = options.issuer;
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
  const { issuer, em, tokens, signIn } = options;
  const adapter = storage(em, `${issuer}${oauthPaths.authorization}`);
  const provider = new Provider(
    issuer,
    configuration({ issuer, keys, adapter, signIn, consents: new Consents(em), em }),
  );
  // How it was reached is what the routes say it was: by the public address.
  provider.proxy = true;
  provider.Client.prototype.compareClientSecret = function compare(secret: string) {
    return isClientSecret(secret, this.clientSecret as string).catch((error: unknown) => {
      if (!(error instanceof HubError && error.code === 'RATE_LIMITED')) throw error;
      const refused = new errors.CustomOIDCProviderError('temporarily_unavailable', error.message);
      throw Object.assign(refused, { status: 429, statusCode: 429 });
    });
  };
  provider.use((ctx, next) => formsInsteadOfScripts(ctx as KoaContextWithOIDC, next));
  provider.use(signedTokens(em, tokens));
  provider.use((ctx, next) => completeMetadata(ctx as KoaContextWithOIDC, next));
  provider.on('server_error', (_ctx, err) => log.error({ err }, 'the OAuth server failed'));
  (provider as EventEmitter).on('error', (err) => log.error({ err }, 'the OAuth server failed'));
  return provider;
}
