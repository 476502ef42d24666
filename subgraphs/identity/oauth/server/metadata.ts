import type { KoaContextWithOIDC } from 'oidc-provider';
import { userinfoPath } from './oauth-paths.ts';

/** What the metadata say of the library's; it also names what it could do besides. */
const names = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'revocation_endpoint',
  'introspection_endpoint',
  'end_session_endpoint',
  'jwks_uri',
  'grant_types_supported',
  'response_types_supported',
  'scopes_supported',
  'claims_supported',
  'subject_types_supported',
  'code_challenge_methods_supported',
  'id_token_signing_alg_values_supported',
  'token_endpoint_auth_methods_supported',
  'authorization_response_iss_parameter_supported',
  'request_uri_parameter_supported',
];

/** Makes the metadata say what the hub does, and nothing else. */
export async function completeMetadata(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  if (ctx.oidc?.route !== 'discovery') return;
  const metadata = ctx.body as Record<string, unknown>;
  ctx.body = {
    ...Object.fromEntries(names.map((name) => [name, metadata[name]])),
    userinfo_endpoint: `${ctx.oidc.issuer}${userinfoPath}`,
    response_modes_supported: ['query'],
    request_parameter_supported: false,
    ui_locales_supported: ['id', 'en'],
  };
}
