import type { HttpClient } from '../../../platform/http-client/http-client.ts';
import { OAuth2ClientCredentials } from '../../../platform/http-client/oauth2-client-credentials.ts';
import { WalletCalls } from '../wallet-calls.ts';
import { type LinkajaConfiguration, type LinkajaCreated, linkajaCreated, linkajaStatus } from './contract.ts';

/** LinkAja's HTTP calls, each with an OAuth 2.0 access token. */
export function createLinkajaClient(
  configuration: LinkajaConfiguration,
  http: HttpClient,
): WalletCalls<LinkajaCreated> {
  const base = configuration.LINKAJA_API_URL;
  const tokens = new OAuth2ClientCredentials(http, {
    system: 'linkaja',
    tokenUrl: `${base}/oauth/token`,
    clientId: configuration.LINKAJA_CLIENT_ID,
    clientSecret: configuration.LINKAJA_CLIENT_SECRET,
  });
  return new WalletCalls(http, {
    system: 'linkaja',
    collection: `${base}/payments`,
    authorise: (_body, send, call) =>
      tokens.withToken((token) => send({ authorization: `Bearer ${token}` }), call),
    created: linkajaCreated,
    status: linkajaStatus,
  });
}
