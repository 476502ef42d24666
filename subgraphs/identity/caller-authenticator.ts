import type { Authenticator, Credentials } from '../../platform/auth/authenticator.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { HubError } from '../../platform/errors.ts';
import type { EventLog } from '../../platform/events/event-log.ts';
import type { ApiKeyAuthenticator } from './api-keys/authenticate.ts';
import { principalOf } from './oauth/access-tokens/access-token.ts';
import type { AccessTokenVerifier } from './oauth/access-tokens/access-token-verifier.ts';

/** What a verified key is no longer known by. */
const changesKeys: ReadonlySet<string> = new Set([
  'api_key.revoked',
  'api_key.rotated',
  'api_key.updated',
  'organisation.tier_changed',
]);

/** Says who calls, by API key or access token; a key that is there decides. */
export class CallerAuthenticator implements Authenticator {
  readonly #keys: ApiKeyAuthenticator;
  readonly #tokens: AccessTokenVerifier | null;

  /** Without `tokens`, since the hub has no address to issue them under, every token is refused. */
  constructor(keys: ApiKeyAuthenticator, tokens: AccessTokenVerifier | null) {
    this.#keys = keys;
    this.#tokens = tokens;
  }

  /** Hears of every key and token that is changed or revoked anywhere. */
  listen(events: EventLog): void {
    events.listen(({ type, data }) => {
      if (changesKeys.has(type)) this.#keys.forget();
      if (type === 'oauth_token.revoked') this.#tokens?.forgetToken(String(data.token_id));
      if (type === 'oauth_grant.revoked') this.#tokens?.forgetGrant(String(data.grant_id));
      if (type === 'oauth_client.deleted') this.#tokens?.forgetClient(String(data.client_id));
    });
  }

  async authenticate(credentials: Credentials): Promise<Principal> {
    const { apiKey, bearer } = credentials;
    if (apiKey !== undefined || bearer === undefined) return this.#keys.authenticate(credentials);
    if (!this.#tokens)
      throw new HubError('UNAUTHENTICATED', { message: 'Access tokens are not accepted here.' });
    return principalOf(await this.#tokens.verify(bearer));
  }
}
