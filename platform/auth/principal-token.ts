import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { HubError } from '../errors.ts';
import type { Principal } from './principal.ts';

const lifeSeconds = 60;
/** A token is handed out again for this long, so that the last subgraph to get it has half its life left. */
const reuseSeconds = 30;
const issuer = 'hub-gateway';
const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');

interface Claims {
  iss: string;
  /** Seconds since 1970. */
  exp: number;
  principal: Principal;
}

/**
 * Carries a principal from the gateway to a subgraph in another process: a JWT signed with HS256,
 * valid for 60 seconds. Written on node:crypto since its HMAC is synchronous and takes microseconds,
 * and every fetch from a subgraph needs a token.
 */
export class PrincipalTokens {
  readonly #key: Buffer;
  readonly #now: () => number;
  readonly #signed = new WeakMap<Principal, { token: string; reuseUntil: number }>();

  /**
   * @param secret shared by the gateway and its subgraphs; at least 32 characters
   * @param now milliseconds since 1970
   */
  constructor(secret: string, now: () => number = Date.now) {
    if (secret.length < 32) throw new Error('The secret of principal tokens needs at least 32 characters.');
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'hub principal token', 32));
    this.#now = now;
  }

  /** A token for `principal`; the same one for the same object within 30 seconds. */
  sign(principal: Principal): string {
    const now = this.#now() / 1000;
    const known = this.#signed.get(principal);
    if (known && now < known.reuseUntil) return known.token;
    const claims: Claims = { iss: issuer, exp: Math.floor(now) + lifeSeconds, principal };
    const body = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    const token = `${body}.${this.#mac(body).toString('base64url')}`;
    this.#signed.set(principal, { token, reuseUntil: now + reuseSeconds });
    return token;
  }

  /**
   * The principal that `token` was signed for.
   *
   * @throws HubError UNAUTHENTICATED when it was not signed with this secret, or its time is over
   */
  verify(token: string): Principal {
    const [head, payload, signature, ...rest] = token.split('.');
    if (head !== header || !payload || !signature || rest.length > 0) throw refused('malformed');
    const expected = this.#mac(`${head}.${payload}`);
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused('signature');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
    if (claims.iss !== issuer || claims.exp <= this.#now() / 1000) throw refused('expired');
    return claims.principal;
  }

  #mac(body: string): Buffer {
    return createHmac('sha256', this.#key).update(body).digest();
  }
}

function refused(why: string): HubError {
  return new HubError('UNAUTHENTICATED', { cause: new Error(`principal token refused: ${why}`) });
}
