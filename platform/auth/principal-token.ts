import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { HubError } from '../errors.ts';
import type { Principal } from './principal.ts';

const lifeSeconds = 60;
/** A token is handed out again for this long, so that the last subgraph to get it has half its life left. */
const reuseSeconds = 30;
const issuer = 'hub-gateway';
const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');

/** Characters of tokens and principals that are kept, so that none is signed or verified twice. */
const keptCharacters = 10_000_000;

interface Signed {
  token: string;
  /** Seconds since 1970. */
  reuseUntil: number;
}

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
  readonly #signed = new WeakMap<Principal, Signed>();
  /** By the principal's JSON, since another object may be the same caller. */
  readonly #signedByContent = new LRUCache<string, Signed>({
    maxSize: keptCharacters,
    sizeCalculation: ({ token }, json) => json.length + token.length,
  });
  /** Tokens whose signature was right. */
  readonly #verified = new LRUCache<string, Claims>({
    maxSize: keptCharacters,
    sizeCalculation: (_, token) => 2 * token.length,
  });

  /**
   * @param secret shared by the gateway and its subgraphs; at least 32 characters
   * @param now milliseconds since 1970
   */
  constructor(secret: string, now: () => number = Date.now) {
    if (secret.length < 32) throw new Error('The secret of principal tokens needs at least 32 characters.');
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'hub principal token', 32));
    this.#now = now;
  }

  /** A token for `principal`; the same one for an equal principal within 30 seconds. */
  sign(principal: Principal): string {
    const now = this.#now() / 1000;
    let signed = this.#signed.get(principal);
    if (signed && now < signed.reuseUntil) return signed.token;
    const json = JSON.stringify(principal);
    signed = this.#signedByContent.get(json);
    if (!signed || now >= signed.reuseUntil) {
      signed = { token: this.#newToken(principal, now), reuseUntil: now + reuseSeconds };
      this.#signedByContent.set(json, signed);
    }
    this.#signed.set(principal, signed);
    return signed.token;
  }

  #newToken(principal: Principal, now: number): string {
    const claims: Claims = { iss: issuer, exp: Math.floor(now) + lifeSeconds, principal };
    const body = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    return `${body}.${this.#mac(body).toString('base64url')}`;
  }

  /**
   * The principal that `token` was signed for; the same object each time that the token comes.
   *
   * @throws HubError UNAUTHENTICATED when it was not signed with this secret, or its time is over
   */
  verify(token: string): Principal {
    let claims = this.#verified.get(token);
    if (!claims) {
      claims = this.#claimsOf(token);
      this.#verified.set(token, claims);
    }
    if (claims.exp <= this.#now() / 1000) throw refused('expired');
    return claims.principal;
  }

  #claimsOf(token: string): Claims {
    const [head, payload, signature, ...rest] = token.split('.');
    if (head !== header || !payload || !signature || rest.length > 0) throw refused('malformed');
    const expected = this.#mac(`${head}.${payload}`);
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused('signature');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
    if (claims.iss !== issuer) throw refused('issuer');
    return claims;
  }

  #mac(body: string): Buffer {
    return createHmac('sha256', this.#key).update(body).digest();
  }
}

function refused(why: string): HubError {
  return new HubError('UNAUTHENTICATED', { cause: new Error(`principal token refused: ${why}`) });
}
