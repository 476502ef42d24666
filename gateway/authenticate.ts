import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Credentials } from '../platform/auth/authenticator.ts';
import { plainAddress } from '../platform/http-client/address-list.ts';

/** What a request shows of who calls: its headers, and the address it comes from. */
export function credentialsOf(request: Pick<FastifyRequest, 'headers' | 'ip'>): Credentials {
  return credentialsOfHeaders(request.headers, plainAddress(request.ip));
}

/** The credentials in a request's headers. */
export function credentialsOfHeaders(headers: IncomingHttpHeaders, address: string): Credentials {
  return { ...credentials(headers['x-api-key'], headers.authorization), address };
}

/** The credentials in the parameters of a websocket's `connection_init`, whose names' case does not matter. */
export function credentialsOfConnectionParams(
  params: Readonly<Record<string, unknown>>,
  address: string | undefined,
): Credentials {
  const lowered = new Map(Object.entries(params).map(([name, value]) => [name.toLowerCase(), value]));
  // Some clients put a `headers` object into the parameters instead of the headers themselves.
  const nested = lowered.get('headers');
  if (typeof nested === 'object' && nested !== null) {
    for (const [name, value] of Object.entries(nested)) lowered.set(name.toLowerCase(), value);
  }
  return { ...credentials(lowered.get('x-api-key'), lowered.get('authorization')), address };
}

export function hasCredentials({ apiKey, bearer }: Credentials): boolean {
  return apiKey !== undefined || bearer !== undefined;
}

function credentials(apiKey: unknown, authorization: unknown): Credentials {
  const given = typeof authorization === 'string' ? authorization.trim() : '';
  const bearer = /^bearer\s/i.test(given) ? given.slice('bearer'.length) : '';
  return {
    apiKey: (typeof apiKey === 'string' && apiKey.trim()) || undefined,
    bearer: bearer.trim() || undefined,
    authorization: given || undefined,
  };
}
