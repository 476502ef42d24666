import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Takes note of all routes that `app` is given from now on.
 *
 * @returns the methods that the address of a request is served with, by name; none where there is no such address,
 * or the request has one of them and whoever serves it found nothing
 */
export function watchMethods(app: FastifyInstance): (request: FastifyRequest) => readonly string[] {
  /** The methods of each address, as it is written for the router. */
  const addresses = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = addresses.get(url) ?? new Set();
    for (const each of [method].flat()) methods.add(each);
    addresses.set(url, methods);
  });
  return ({ url, method }) => {
    const path = (url.split('?', 1)[0] ?? '').split('/').map(decoded);
    const served = new Set<string>();
    for (const [address, methods] of addresses) {
      if (matches(address.split('/'), path)) for (const each of methods) served.add(each);
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

/** Whether the router takes `path` for `address`: `:name` is any one part that is not empty, `*` is all that follows. */
function matches(address: readonly string[], path: readonly string[]): boolean {
  const rest = address.indexOf('*');
  const fixed = rest === -1 ? address : address.slice(0, rest);
  if (rest === -1 ? path.length !== fixed.length : path.length <= rest) return false;
  return fixed.every((part, index) => (part.startsWith(':') ? path[index] !== '' : part === path[index]));
}

/** As the router reads it. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
