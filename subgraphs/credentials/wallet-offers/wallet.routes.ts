import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSecret } from '../one-time-secret.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import {
  configurationId,
  issuerMetadata,
  preAuthorisedCode,
  tokenServerMetadata,
  walletIssuer,
  wellKnownPath,
} from './issuer-metadata.ts';
import type { WalletOfferService } from './wallet-offer.service.ts';

const bodyLimit = 64 * 1024;

/**
 * What a wallet calls: the metadata, the exchange of its code, and the credential. Errors are those of RFC 6749
 * and of OpenID4VCI 1.0 section 8.3.1.
 */
export function walletRoutes(app: FastifyInstance, service: WalletOfferService, addresses: Addresses): void {
  const issuer = walletIssuer(addresses);
  const { pathname } = new URL(issuer);

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('access-control-allow-origin', '*').header('x-content-type-options', 'nosniff');
    });

    scope.get(wellKnownPath(issuer, 'openid-credential-issuer'), (_request, reply) =>
      reply.header('cache-control', 'public, max-age=300').send(issuerMetadata(issuer)),
    );
    scope.get(wellKnownPath(issuer, 'oauth-authorization-server'), (_request, reply) =>
      reply.header('cache-control', 'public, max-age=300').send(tokenServerMetadata(issuer)),
    );

    scope.post(`${pathname}/token`, async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const form = new URLSearchParams(textOf(request));
      if (form.get('grant_type') !== preAuthorisedCode) return refuse(reply, 400, 'unsupported_grant_type');
      const code = form.get('pre-authorized_code');
      const redeemed = isSecret(code) ? await service.redeem(code) : null;
      if (!redeemed) return refuse(reply, 400, 'invalid_grant');
      const { token, expiresIn } = redeemed;
      return reply.send({ access_token: token, token_type: 'Bearer', expires_in: expiresIn });
    });

    scope.post(`${pathname}/credential`, async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
      const found = isSecret(token) ? await service.fetch(token) : 'unknown';
      if (found === 'unknown') {
        reply.header('www-authenticate', 'Bearer error="invalid_token"');
        return refuse(reply, 401, 'invalid_token');
      }
      if (found === 'withdrawn') return refuse(reply, 400, 'credential_request_denied');
      const wanted = configurationIn(textOf(request));
      if (wanted === null) return refuse(reply, 400, 'invalid_credential_request');
      if (wanted !== configurationId) return refuse(reply, 400, 'unknown_credential_configuration');
      return reply.send({ credentials: [{ credential: JSON.parse(found.document) }] });
    });
  });
}

function refuse(reply: FastifyReply, status: number, error: string): FastifyReply {
  return reply.code(status).send({ error });
}

function textOf(request: FastifyRequest): string {
  return typeof request.body === 'string' ? request.body : '';
}

/** The `credential_configuration_id` that a body names; null for a body that is none. */
function configurationIn(body: string): string | null {
  try {
    const { credential_configuration_id: id } = JSON.parse(body) as Record<string, unknown>;
    return typeof id === 'string' ? id : null;
  } catch {
    // Neither JSON nor an object: the answer says that it is no request.
    return null;
  }
}
