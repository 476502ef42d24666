import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** The methods of an address, as its pattern is written for the router. */
interface Address {
  pattern: RegExp;
  methods: Set<string>;
}

/**
 * Takes note of all routes that `app` is given from now on.
 *
 * @returns the methods that the address of a request is served with, by name; none where there is no such address,
 * or the request has one of them and whoever serves it found nothing
 */
export function watchMethods(app: FastifyInstance): (request: FastifyRequest) => readonly string[] {
  const addresses = new Map<string, Address>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = addresses.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const each of [method].flat()) known.methods.add(each);
    addresses.set(url, known);
  });
  return ({ url, method }) => {
    const path = decoded(url.split('?', 1)[0] ?? '');
    const served = new Set<string>();
    for (const { pattern, methods } of addresses.values()) {
      if (pattern.test(path)) for (const each of methods) served.add(each);
    }
    return served.size === 0 || served.has(method) ? [] : [...served.add('OPTIONS')].sort();
  };
}

/** Says which methods are served where another was tried: 204 to OPTIONS; 405 otherwise, by the error it returns. */
export function tellMethods(
  { method }: FastifyRequest,
  reply: FastifyReply,
  served: readonly string[],
): Error | undefined {
  const allow = served.join(', ');
  reply.header('allow', allow);
  if (method === 'OPTIONS') {
    reply.code(204).send();
    return undefined;
  }
  return Object.assign(new Error(`${method} is not served here; allowed are ${allow}.`), { statusCode: 405 });
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replace(/[^\w-]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}

/** As the router reads it. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
