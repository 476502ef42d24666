import type { HttpClient } from '../../../platform/http-client/http-client.ts';
import { OAuth2ClientCredentials } from '../../../platform/http-client/oauth2-client-credentials.ts';
import { WalletCalls } from '../wallet-calls.ts';
import { type OvoConfiguration, type OvoCreated, ovoCreated, ovoStatus } from './contract.ts';

/** OVO's HTTP calls, each with an OAuth 2.0 access token. */
export function createOvoClient(configuration: OvoConfiguration, http: HttpClient): WalletCalls<OvoCreated> {
  const base = configuration.OVO_API_URL;
  const tokens = new OAuth2ClientCredentials(http, {
    system: 'ovo',
    tokenUrl: `${base}/oauth/token`,
    clientId: configuration.OVO_CLIENT_ID,
    clientSecret: configuration.OVO_CLIENT_SECRET,
  });
  return new WalletCalls(http, {
    system: 'ovo',
    collection: `${base}/api/customers/transactions`,
    authorise: (_body, send, call) =>
      tokens.withToken((token) => send({ authorization: `Bearer ${token}` }), call),
    created: ovoCreated,
    status: ovoStatus,
  });
}
