import { scopeNames } from '../../../../platform/auth/scopes.ts';
import { HubError } from '../../../../platform/errors.ts';

/**
 * The parameters of a request to an endpoint of OAuth, from a form (the standard) or from a JSON object of
 * texts.
 *
 * @param type the header `content-type`
 * @throws HubError BAD_REQUEST when the body is neither
 */
export function parametersOf(type: string | undefined, body: string): URLSearchParams {
  if (!/^application\/json\b/i.test(type ?? '')) return new URLSearchParams(body);
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(parsed(body))) {
    if (typeof value !== 'string') throw unreadable(`${name} must be a text`);
    parameters.append(name, value);
  }
  return parameters;
}

/** The client that a request names, in its header or its body; not yet known to be it. */
export function namedClient(
  parameters: URLSearchParams,
  authorization: string | undefined,
): string | undefined {
  const basic = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization ?? '')?.[1];
  if (!basic) return parameters.get('client_id') ?? undefined;
  // Either half was encoded as in a form before (RFC 6749 section 2.3.1).
  const [id] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return new URLSearchParams(`id=${id}`).get('id') ?? undefined;
}

/**
 * A scope that a program asks for and that does not exist. The library leaves such out, as OpenID Connect has it
 * for people's apps, and a program that mistyped its one scope would get a token that allows nothing.
 */
export function unknownScope(parameters: URLSearchParams): string | undefined {
  const known: readonly string[] = scopeNames;
  // What no scope can be called, the library refuses.
  return namedScopes(parameters).find((name) => /^[!#-[\]-~]+$/.test(name) && !known.includes(name));
}

/** The scopes that a request asks for. */
export function namedScopes(parameters: URLSearchParams): string[] {
  return (parameters.get('scope') ?? '').split(' ').filter((name) => name !== '');
}

function parsed(body: string): object {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (cause) {
    throw unreadable('the body is no JSON', cause);
  }
  throw unreadable('the body is no JSON object');
}

function unreadable(message: string, cause?: unknown): HubError {
  return new HubError('BAD_REQUEST', { message, cause });
}
