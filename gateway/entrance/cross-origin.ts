import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The origins whose pages may call: all of them, or those of a list, such as `https://app.example`. */
export type CallingOrigins = '*' | readonly string[];

/** What programs call, each with everything beneath it; never pages on which people sign in, agree or are led on. */
const called = [
  '/graphql',
  '/v1',
  '/api',
  '/oauth/token',
  '/oauth/revoke',
  '/oauth/userinfo',
  '/oauth/jwks',
  '/auth/token',
  '/.well-known',
  '/credentials/wallet',
  '/permits/documents/files',
];
/** Beneath these: where browsers are led, and outside systems call back. */
const notCalled = [
  '/api/v1/auth/linkedin',
  '/api/v1/integrations/linkedin/connect',
  '/api/v1/payments/callback',
];

/** What a page may read of an answer besides its body. */
const exposed = [
  'Allow',
  'ETag',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'WWW-Authenticate',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'X-Request-Id',
].join(', ');

/** The asterisk stands for all but `Authorization`, and older browsers do not know it. */
const headersOfPreflight = {
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers':
    'Authorization, X-API-Key, Content-Type, Accept, Idempotency-Key, If-None-Match, X-Request-Id, Apollo-Require-Preflight, *',
  // As long as any browser keeps it.
  'access-control-max-age': '7200',
};

/**
 * Lets pages of other origins call the hub (CORS) with a key or a token that they have. No cookie says who calls, and
 * leave for requests with cookies (`Access-Control-Allow-Credentials`) is never given. Preflights are answered here;
 * whatever refuses a request is to be hooked on after this, so that the page can read why.
 *
 * @param origins nobody's pages when undefined
 */
export function letOtherOriginsCall(app: FastifyInstance, origins: CallingOrigins | undefined): void {
  if (!origins || origins.length === 0) return;
  const allowed = origins === '*' ? undefined : new Set(origins);
  app.addHook('onRequest', (request, reply, done) => {
    if (!isCalled(request.url)) return done();
    reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || allowed?.has(origin) === false) return done();
    reply.header('access-control-allow-origin', allowed ? origin : '*');
    if (isPreflight(request)) return reply.code(204).headers(headersOfPreflight).send();
    reply.header('access-control-expose-headers', exposed);
    done();
  });
}

function isCalled(url: string): boolean {
  return (
    called.some((prefix) => isBeneath(prefix, url)) && !notCalled.some((prefix) => isBeneath(prefix, url))
  );
}

function isBeneath(prefix: string, url: string): boolean {
  if (!url.startsWith(prefix)) return false;
  const next = url[prefix.length];
  return next === undefined || next === '/' || next === '?';
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}
