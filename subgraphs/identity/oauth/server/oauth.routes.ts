import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HubError } from '../../../../platform/errors.ts';
import { type InteractionRoutes, refuseBrowser, refuseText } from '../pages/interaction.routes.ts';
import {
  discoveryPaths,
  oauthPaths,
  pagePaths,
  postAliases,
  userinfoAliases,
  userinfoPath,
} from './oauth-paths.ts';
import type { OAuthServer } from './oauth-server.ts';
import { answerBy, asReached, withForm } from './provider-answer.ts';
import { namedClient, namedScopes, parametersOf, unknownScope } from './token-parameters.ts';
import type { UserinfoRoutes } from './userinfo.routes.ts';

/** Every path of `oauthRoutes`, with what is beneath it. */
export const oauthRoutePrefixes: readonly string[] = [
  ...Object.values(oauthPaths),
  ...Object.keys(postAliases),
  ...Object.values(pagePaths),
  userinfoPath,
  ...userinfoAliases,
  ...discoveryPaths,
];

/** Largest body, in bytes. */
const bodyLimit = 16 * 1024;

/** In an address. What people's requests say is stored, and PostgreSQL holds no text with one. */
const zeroByte = '%00';

const arrivedTypes = new WeakMap<FastifyRequest, string>();

/** The parameters in a request's body; from JSON too where `json`. Throws BAD_REQUEST when it is neither. */
export function bodyOf(request: FastifyRequest, json: boolean): URLSearchParams {
  const type = json ? arrivedTypes.get(request) : undefined;
  return parametersOf(type, String(request.body ?? ''));
}

/** The endpoints of OAuth 2.0 and OpenID Connect, their metadata, and the pages that people see. */
export function oauthRoutes(
  app: FastifyInstance,
  server: OAuthServer,
  pages: InteractionRoutes,
  userinfo: UserinfoRoutes,
): void {
  app.register(async (scope) => {
    scope.addHook('onRequest', async (request) => {
      // Whatever the body's type says, and also one that Fastify cannot read, it is judged here.
      const type = request.headers['content-type'];
      if (type !== undefined) arrivedTypes.set(request, type);
      request.headers['content-type'] = 'application/octet-stream';
    });
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    const { authorization, token, revocation, introspection, jwks, end_session } = oauthPaths;
    scope.get(authorization, { exposeHeadRoute: false }, (request, reply) => {
      if (request.url.includes(zeroByte)) return refuseText(request, reply);
      const raw = asReached(request, server.issuer);
      raw.url = withoutResponseModes(request.url);
      server.browsers.give(raw, reply);
      return answerBy(server, raw, reply);
    });
    scope.get(
      `${authorization}/:id`,
      { exposeHeadRoute: false },
      async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
        const raw = asReached(request, server.issuer);
        if (!(await server.isOfBrowser(raw, request.params.id))) return refuseBrowser(request, reply);
        await answerBy(server, raw, reply);
        return reply;
      },
    );
    const metadata: readonly string[] = [jwks, ...discoveryPaths];
    for (const path of [...metadata, end_session, `${end_session}/success`]) {
      // A request to sign out is a step of its session, and HEAD is to change nothing.
      scope.get(path, { exposeHeadRoute: metadata.includes(path) }, (request, reply) => {
        if (request.url.includes(zeroByte)) return refuseText(request, reply);
        return answerBy(server, asReached(request, server.issuer), reply);
      });
    }
    scope.post(`${end_session}/confirm`, async (request, reply) => {
      const raw = asReached(request, server.issuer);
      await answerBy(server, withForm(raw, `${end_session}/confirm`, bodyOf(request, false)), reply);
    });
    const posted = {
      [token]: token,
      [revocation]: revocation,
      [introspection]: introspection,
      ...postAliases,
    };
    for (const [path, canonical] of Object.entries(posted)) {
      scope.post(path, async (request, reply) => {
        let parameters: URLSearchParams;
        try {
          parameters = bodyOf(request, true);
        } catch (error) {
          if (!(error instanceof HubError)) throw error;
          return refuse(reply, { error: 'invalid_request', error_description: error.message });
        }
        if (canonical === token && parameters.get('grant_type') === 'client_credentials') {
          const unknown = unknownScope(parameters);
          if (unknown !== undefined) {
            const error_description = 'there is no such scope';
            return refuse(reply, { error: 'invalid_scope', error_description, scope: unknown });
          }
          await addScopes(server, parameters, request);
        }
        await answerBy(server, withForm(asReached(request, server.issuer), canonical, parameters), reply);
      });
    }
    pages.mount(scope);
    userinfo.mount(scope);
  });
}

/**
 * The library cannot be told to leave out the modes that put codes where scripts are (`fragment`), or that
 * need a script (`form_post`): under a name that it does not know it refuses them.
 */
function withoutResponseModes(url: string): string {
  const at = new URL(url, 'http://hub');
  const modes = at.searchParams.getAll('response_mode');
  if (modes.every((mode) => mode === 'query')) return url;
  at.searchParams.delete('response_mode');
  for (const _ of modes) at.searchParams.append('response_mode', 'unsupported');
  return `${at.pathname}${at.search}`;
}

function refuse(reply: FastifyReply, answer: Record<string, string>): FastifyReply {
  return reply.code(400).header('cache-control', 'no-store').send(answer);
}

/** A client that names no scope gets all of its own, as RFC 6749 section 3.3 lets a server decide. */
async function addScopes(server: OAuthServer, parameters: URLSearchParams, request: FastifyRequest) {
  if (namedScopes(parameters).length > 0) return;
  const id = namedClient(parameters, request.headers.authorization);
  const client = id ? await (await server.provider()).Client.find(id) : undefined;
  if (typeof client?.default_scope === 'string') parameters.set('scope', client.default_scope);
}
