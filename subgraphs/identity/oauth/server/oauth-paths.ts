/** Where the OAuth server answers, beneath the hub's public address. */
export const oauthPaths = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  revocation: '/oauth/revoke',
  introspection: '/oauth/introspect',
  jwks: '/oauth/jwks',
  end_session: '/oauth/sign-out',
} as const;

/** Where somebody is told who has signed in. */
export const userinfoPath = '/oauth/userinfo';

/** Where people sign in and agree; a request's id stands behind each. */
export const pagePaths = { signIn: '/oauth/sign-in', consent: '/oauth/consent' } as const;

/** Paths of earlier interfaces, and what they are now. */
export const postAliases = {
  '/api/oauth/token': oauthPaths.token,
  '/auth/token': oauthPaths.token,
  '/api/oauth/revoke': oauthPaths.revocation,
} as const;

/** The same as `userinfoPath`. */
export const userinfoAliases = ['/v1/me', '/api/oauth/userinfo'] as const;

export const discoveryPaths = [
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
] as const;
