/** Routes that are limited by the address that calls them, since nobody has said yet who calls. */
export interface AddressRule {
  /** What is counted together. */
  name: string;
  /** Paths, each with everything beneath it. */
  prefixes: readonly string[];
  /** Methods; all when absent. */
  methods?: readonly string[];
  /** Requests that one address may make in a minute. Whole towns share one, behind the NAT of their provider. */
  perMinute: number;
  /** Answers 401 in a minute after which the address waits: it is guessing. */
  refusalsPerMinute?: number;
  /** Whoever calls them reads errors as RFC 6749 section 5.2 has them. */
  oauth?: true;
}

/** The first that fits counts. */
export const addressRules: readonly AddressRule[] = [
  {
    name: 'token',
    prefixes: ['/oauth/token', '/api/oauth/token', '/auth/token'],
    perMinute: 300,
    refusalsPerMinute: 60,
    oauth: true,
  },
  { name: 'password', prefixes: ['/account/password'], perMinute: 60 },
  // Guessing of passwords is slowed where they are checked, for each person.
  {
    name: 'sign-in',
    prefixes: ['/oauth/authorize', '/oauth/sign-in', '/oauth/consent', '/account'],
    perMinute: 300,
  },
  {
    name: 'oauth',
    prefixes: ['/oauth', '/api/oauth', '/v1/me'],
    perMinute: 600,
    refusalsPerMinute: 60,
    oauth: true,
  },
  // Far above what a wallet sends. One that is told to wait comes back: wallets repeat what is not answered 2xx.
  {
    name: 'payment-callback',
    prefixes: ['/payments/callback', '/api/v1/payments/callback'],
    perMinute: 6_000,
  },
  {
    name: 'linkedin',
    prefixes: ['/auth/linkedin', '/api/v1/auth/linkedin', '/api/v1/integrations/linkedin'],
    perMinute: 300,
  },
  { name: 'verify', prefixes: ['/verify'], methods: ['POST'], perMinute: 120 },
  {
    name: 'wallet-offers',
    prefixes: ['/credentials/wallet'],
    perMinute: 300,
    refusalsPerMinute: 60,
    oauth: true,
  },
];

const paths = addressRules.flatMap((rule) =>
  rule.prefixes.map((path) => ({ path, beneath: `${path}/`, rule })),
);

/** The rule for a request to a path, percent-encoded as it came and without its query; undefined without. */
export function ruleFor(method: string, path: string): AddressRule | undefined {
  // As the router reads it: else another spelling of a path would have no rule.
  const decoded = decodedPath(path);
  const found = paths.find(
    ({ path: exact, beneath, rule }) =>
      (decoded === exact || decoded.startsWith(beneath)) && (rule.methods?.includes(method) ?? true),
  );
  return found?.rule;
}

function decodedPath(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch (error) {
    // The router refuses it too.
    if (error instanceof URIError) return path;
    throw error;
  }
}
