import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { JWK } from 'jose';
import { errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { HubError } from '../../../../platform/errors.ts';
import { log } from '../../../../platform/log.ts';
import type { SignInService } from '../../sign-in/sign-in.service.ts';
import type { AccessTokenVerifier } from '../access-tokens/access-token-verifier.ts';
import { isClientSecret } from '../clients/client-secret.ts';
import { testCredentials } from '../clients/test-client.ts';
import { formsInsteadOfScripts } from '../pages/sign-out-pages.ts';
import { Consents } from '../people/consents.ts';
import { BrowserCookie } from '../sessions/browser-cookie.ts';
import type { SigningKeys } from '../signing-keys/signing-keys.ts';
import { browserOf } from '../storage/interaction-store.ts';
import { storage } from '../storage/storage.ts';
import { leaveOriginsToGateway } from './calling-origins.ts';
import { configuration } from './configuration.ts';
import { completeMetadata } from './metadata.ts';
import { oauthPaths } from './oauth-paths.ts';
import { recogniseCallers } from './recognise-callers.ts';
import { signedTokens } from './signed-tokens.ts';

export interface OAuthServerOptions {
  /** Not fenced. */
  em: EntityManager;
  keys: SigningKeys;
  tokens: AccessTokenVerifier;
  signIn: SignInService;
  /** The hub's public address: who issues tokens, and whom they are for. */
  issuer: string;
  /** Whether `test_key` is known, with `test_secret`. */
  testClient: boolean;
}

/** The OAuth server over the keys of the moment: made when first needed, and anew when they were rotated. */
export class OAuthServer {
  readonly issuer: string;
  /** By which browsers are known again while somebody signs in. */
  readonly browsers: BrowserCookie;
  readonly #options: OAuthServerOptions;
  #made: { provider: Provider; keyIds: string } | undefined;

  constructor(options: OAuthServerOptions) {
    this.issuer = options.issuer;
    this.browsers = new BrowserCookie(options.issuer);
    this.#options = options;
  }

  /** Whether a request for authorisation began in the browser that has sent `raw`, or there is none with this id. */
  async isOfBrowser(raw: IncomingMessage, id: string): Promise<boolean> {
    const browser = await browserOf(this.#options.em.fork(), id);
    return browser === undefined || (browser !== null && browser === this.browsers.printOf(raw));
  }

  async provider(): Promise<Provider> {
    const keys = await this.#options.keys.privateJwks();
    const keyIds = keys.map(({ kid }) => kid).join(' ');
    if (this.#made?.keyIds !== keyIds)
      this.#made = { provider: newProvider(this.#options, keys, this.browsers), keyIds };
    return this.#made.provider;
  }
}

function newProvider(options: OAuthServerOptions, keys: readonly JWK[], browsers: BrowserCookie) {
  const { issuer, em, tokens, signIn, testClient } = options;
  const adapter = storage(em, `${issuer}${oauthPaths.authorization}`, browsers, testClient);
  const provider = new Provider(
    issuer,
    configuration({ issuer, keys, adapter, signIn, consents: new Consents(em), em }),
  );
  // How it was reached is what the routes say it was: by the public address.
  provider.proxy = true;
  provider.Client.prototype.compareClientSecret = function compare(secret: string) {
    // Of every other client it is a hash.
    if (this.clientSecret === testCredentials.secret) return secret === testCredentials.secret;
    return isClientSecret(secret, this.clientSecret as string).catch((error: unknown) => {
      if (!(error instanceof HubError && error.code === 'RATE_LIMITED')) throw error;
      Provider.ctx?.set('retry-after', String(error.extensions.retryAfter ?? 1));
      const refused = new errors.CustomOIDCProviderError('temporarily_unavailable', error.message);
      throw Object.assign(refused, { status: 429, statusCode: 429 });
    });
  };
  provider.use((ctx, next) => leaveOriginsToGateway(ctx as KoaContextWithOIDC, next));
  provider.use((ctx, next) => formsInsteadOfScripts(ctx as KoaContextWithOIDC, next));
  provider.use(recogniseCallers(signIn));
  provider.use(signedTokens(em, tokens));
  provider.use((ctx, next) => completeMetadata(ctx as KoaContextWithOIDC, next));
  provider.on('server_error', (_ctx, err) => log.error({ err }, 'the OAuth server failed'));
  (provider as EventEmitter).on('error', (err) => log.error({ err }, 'the OAuth server failed'));
  return provider;
}
