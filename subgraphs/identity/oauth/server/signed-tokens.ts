import type { EntityManager } from '@mikro-orm/postgresql';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { HubError } from '../../../../platform/errors.ts';
import { record } from '../../../../schema/events/record.ts';
import type { AccessTokenClaims } from '../access-tokens/access-token.ts';
import type { AccessTokenVerifier } from '../access-tokens/access-token-verifier.ts';
import { revokeToken } from '../access-tokens/revocations.ts';

/**
 * Revokes and introspects access tokens. `oidc-provider` refuses both for tokens that are signed, once
 * it knows who asks; what it says then is answered here. A client learns and revokes its own tokens only:
 * another's is not active, and stays valid (RFC 7009 section 2.1, RFC 7662 section 4).
 */
export function signedTokens(em: EntityManager, tokens: AccessTokenVerifier) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    const { route, client, params } = ctx.oidc ?? {};
    const refusal = ctx.body as { error?: unknown } | null | undefined;
    if (!client || refusal?.error !== 'unsupported_token_type') return;
    const claims = await ownClaims(tokens, String(params?.token), client.clientId);
    if (route === 'revocation') {
      if (claims) await revoke(em, tokens, claims, client.organisation_id as string);
      ctx.status = 200;
      ctx.body = '';
      // Of the refusal that stood here.
      ctx.remove('content-type');
    } else if (route === 'introspection') {
      ctx.status = 200;
      ctx.body = claims ? introspected(claims) : { active: false };
    }
  };
}

async function ownClaims(
  tokens: AccessTokenVerifier,
  token: string,
  clientId: string,
): Promise<AccessTokenClaims | null> {
  try {
    const claims = await tokens.verify(token);
    return claims.client_id === clientId ? claims : null;
  } catch (error) {
    if (error instanceof HubError && error.code === 'UNAUTHENTICATED') return null;
    throw error;
  }
}

function introspected({ jti, exp, iat, iss, aud, sub, client_id, scope }: AccessTokenClaims) {
  return { active: true, token_type: 'Bearer', jti, exp, iat, iss, aud, sub, client_id, scope };
}

async function revoke(
  em: EntityManager,
  tokens: AccessTokenVerifier,
  claims: AccessTokenClaims,
  organisationId: string,
): Promise<void> {
  await em.fork().transactional(async (tx) => {
    if (!(await revokeToken(tx, claims))) return;
    await record(tx, {
      type: 'oauth_token.revoked',
      subject: { type: 'OAuthClient', id: claims.client_id },
      audience: [organisationId],
      data: { client_id: claims.client_id, token_id: claims.jti },
      actor: claims.client_id,
    });
  });
  tokens.forgetToken(claims.jti);
}
