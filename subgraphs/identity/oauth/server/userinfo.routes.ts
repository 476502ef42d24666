import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { recognise } from '../../../../platform/auth/known-caller.ts';
import { entityTag, isKnown } from '../../../../platform/entity-tag.ts';
import { HubError } from '../../../../platform/errors.ts';
import type { SignInService } from '../../sign-in/sign-in.service.ts';
import { type AccessTokenClaims, principalOf } from '../access-tokens/access-token.ts';
import type { AccessTokenVerifier } from '../access-tokens/access-token-verifier.ts';
import { claimsByScope, userClaims } from '../people/account.ts';
import { userinfoAliases, userinfoPath } from './oauth-paths.ts';

/** Tells an app who has signed in (OpenID Connect Core section 5.3), as far as its scopes go. */
export class UserinfoRoutes {
  readonly #tokens: AccessTokenVerifier;
  readonly #signIn: SignInService;

  constructor(tokens: AccessTokenVerifier, signIn: SignInService) {
    this.#tokens = tokens;
    this.#signIn = signIn;
  }

  mount(app: FastifyInstance): void {
    for (const path of [userinfoPath, ...userinfoAliases]) {
      app.get(path, { exposeHeadRoute: false }, (request, reply) => this.#answer(request, reply));
      app.post(path, (request, reply) => this.#answer(request, reply));
    }
  }

  async #answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    reply.header('cache-control', 'no-store');
    const token = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!token) {
      const error_description = 'Send an access token as Authorization: Bearer.';
      // Who has shown nothing is told no error in the header (RFC 6750 section 3.1).
      reply.code(401).header('www-authenticate', 'Bearer realm="skills hub"');
      return reply.send({ error: 'invalid_request', error_description });
    }
    const claims = await this.#claimsOf(token);
    if (claims instanceof HubError) return refuse(reply, 401, 'invalid_token', claims.message);
    recognise(principalOf(claims));
    if (claims.grant_id === undefined) {
      return refuse(reply, 403, 'insufficient_scope', 'Nobody has signed in: the token is of a program.');
    }
    const person = await this.#signIn.personOf(claims.sub);
    if (!person) return refuse(reply, 401, 'invalid_token', 'The person may sign in no longer.');
    const scopes = claims.scope.split(' ');
    const told = Object.entries(claimsByScope).flatMap(([scope, names]) =>
      scopes.includes(scope) ? names : [],
    );
    const known = Object.entries({ ...userClaims(person), sub: claims.sub });
    const shown = known.filter(([name]) => name === 'sub' || told.includes(name));
    return send(request, reply, JSON.stringify(Object.fromEntries(shown)));
  }

  async #claimsOf(token: string): Promise<AccessTokenClaims | HubError> {
    try {
      return await this.#tokens.verify(token);
    } catch (error) {
      if (error instanceof HubError && error.code === 'UNAUTHENTICATED') return error;
      throw error;
    }
  }
}

/** With an entity tag to who reads, as every read of the hub has one. */
function send({ method, headers }: FastifyRequest, reply: FastifyReply, body: string): FastifyReply {
  reply.type('application/json; charset=utf-8');
  if (method !== 'GET') return reply.send(body);
  const tag = entityTag(body);
  reply.headers({ etag: tag, 'cache-control': 'private, no-cache', vary: 'Origin, Authorization' });
  return isKnown(headers['if-none-match'], tag) ? reply.code(304).send() : reply.send(body);
}

/** As RFC 6750 section 3 has it: in the header, and for who reads JSON in the body. */
function refuse(reply: FastifyReply, status: number, error: string, description: string): FastifyReply {
  return reply
    .code(status)
    .header('www-authenticate', `Bearer error="${error}", error_description="${description}"`)
    .send({ error, error_description: description });
}
