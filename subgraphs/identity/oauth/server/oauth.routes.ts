import { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import { HubError } from '../../../../platform/errors.ts';
import { type OAuthServer, oauthPaths } from './oauth-server.ts';
import { namedClient, parametersOf } from './token-parameters.ts';

const discoveryPaths = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];

/** Paths of earlier interfaces, and what they are now. */
const aliases = {
  '/api/oauth/token': oauthPaths.token,
  '/auth/token': oauthPaths.token,
  '/api/oauth/revoke': oauthPaths.revocation,
};

/** Every path of `oauthRoutes`. */
export const oauthRoutePrefixes: readonly string[] = [
  ...Object.values(oauthPaths),
  ...Object.keys(aliases),
  ...discoveryPaths,
];

/** Largest body, in bytes. */
const bodyLimit = 16 * 1024;

/** The endpoints of OAuth 2.0 and its metadata. */
export function oauthRoutes(app: FastifyInstance, server: OAuthServer): void {
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
    for (const path of [oauthPaths.jwks, ...discoveryPaths]) {
      scope.get(path, async (request, reply) => {
        await answer(await server.provider(), request.raw, reply);
      });
    }
    const posted = {
      [oauthPaths.token]: oauthPaths.token,
      [oauthPaths.revocation]: oauthPaths.revocation,
      [oauthPaths.introspection]: oauthPaths.introspection,
      ...aliases,
    };
    for (const [path, canonical] of Object.entries(posted)) {
      scope.post(path, async (request, reply) => {
        const provider = await server.provider();
        let parameters: URLSearchParams;
        try {
          parameters = parametersOf(arrivedTypes.get(request), String(request.body ?? ''));
        } catch (error) {
          if (!(error instanceof HubError)) throw error;
          return reply.code(400).send({ error: 'invalid_request', error_description: error.message });
        }
        if (canonical === oauthPaths.token) await addScopes(provider, parameters, request);
        await answer(provider, withForm(request.raw, canonical, parameters), reply);
      });
    }
  });
}

const arrivedTypes = new WeakMap<FastifyRequest, string>();

/** A client that names no scope gets all of its own, as RFC 6749 section 3.3 lets a server decide. */
async function addScopes(provider: Provider, parameters: URLSearchParams, request: FastifyRequest) {
  if (parameters.get('grant_type') !== 'client_credentials' || parameters.get('scope')) return;
  const id = namedClient(parameters, request.headers.authorization);
  const client = id ? await provider.Client.find(id) : undefined;
  if (typeof client?.default_scope === 'string') parameters.set('scope', client.default_scope);
}

/** The same request with `parameters` as the form in its body, at `path`. */
function withForm(raw: IncomingMessage, path: string, parameters: URLSearchParams): IncomingMessage {
  const body = parameters.toString();
  const request = new IncomingMessage(raw.socket);
  Object.assign(request, { method: raw.method, url: path, httpVersion: raw.httpVersion });
  request.headers = {
    ...raw.headers,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
  };
  delete request.headers['transfer-encoding'];
  request.push(body);
  request.push(null);
  // Else Node takes it for cut off, and closes the connection.
  request.complete = true;
  return request;
}

async function answer(provider: Provider, request: IncomingMessage, reply: FastifyReply): Promise<void> {
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  await provider.callback()(request, reply.raw);
}
