import type { Addresses } from '../open-badges/addresses.ts';
import { credentialsContext, openBadgesContext } from '../open-badges/contexts.ts';

export const preAuthorisedCode = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

/** The one kind of credential that wallets are offered. */
export const configurationId = 'open_badge';

/** The name under which the hub hands credentials to wallets. Its path keeps it apart from the hub’s other tokens. */
export function walletIssuer({ publicUrl }: Addresses): string {
  return `${publicUrl}/credentials/wallet`;
}

/** Where metadata of `issuer` stand: the well-known name comes before its path (RFC 8414 section 3.1). */
export function wellKnownPath(issuer: string, name: string): string {
  return `/.well-known/${name}${new URL(issuer).pathname}`;
}

/**
 * What OpenID4VCI 1.0 asks an issuer to tell of itself. Nothing is said of binding to a holder’s key: a
 * credential is the same text for whoever holds it.
 */
export function issuerMetadata(issuer: string) {
  const name = [
    { name: 'Lencana', locale: 'id' },
    { name: 'Open Badge', locale: 'en' },
  ];
  return {
    credential_issuer: issuer,
    credential_endpoint: `${issuer}/credential`,
    credential_configurations_supported: {
      [configurationId]: {
        format: 'ldp_vc',
        credential_definition: {
          '@context': [credentialsContext, openBadgesContext],
          type: ['VerifiableCredential', 'OpenBadgeCredential'],
        },
        credential_signing_alg_values_supported: ['eddsa-rdfc-2022'],
        credential_metadata: { display: name },
      },
    },
  };
}

/** What RFC 8414 asks of the server that gives out the tokens. */
export function tokenServerMetadata(issuer: string) {
  return {
    issuer,
    token_endpoint: `${issuer}/token`,
    response_types_supported: [],
    grant_types_supported: [preAuthorisedCode],
    token_endpoint_auth_methods_supported: ['none'],
    'pre-authorized_grant_anonymous_access_supported': true,
  };
}

/** The link that opens a wallet. */
export function offer(issuer: string, configuration: string, code: string): string {
  const content = {
    credential_issuer: issuer,
    credential_configuration_ids: [configuration],
    grants: { [preAuthorisedCode]: { 'pre-authorized_code': code } },
  };
  return `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(content))}`;
}
