import { hash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { errors, importJWK, type JWTHeaderParameters, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { ZodError } from 'zod';
import { HubError } from '../../../../platform/errors.ts';
import { log } from '../../../../platform/log.ts';
import { usablePublicKeys } from '../signing-keys/signing-key.ts';
import {
  type AccessTokenClaims,
  accessTokenClaims,
  accessTokenSeconds,
  accessTokenType,
  clockToleranceSeconds,
  signatureAlgorithm,
} from './access-token.ts';
import { clientMark, expiryOfAll, grantMark, Revocation, tokenMark } from './revocations.ts';

type VerificationKey = Awaited<ReturnType<typeof importJWK>>;

/** What is known is read anew after this long, so that nothing that was missed lasts. */
const freshMs = 60_000;
/** A signature that was verified is not verified again for this long. */
const rememberedMs = 60_000;
/** A token with a key that nobody knows has the keys read again this often at most. */
const unknownKeyMs = 1_000;

interface Known {
  keys: ReadonlyMap<string, VerificationKey>;
  readAt: number;
}

/**
 * Verifies access tokens without asking the database: keys and revocations are known in the process,
 * revocations by event. Until both were read once, nothing passes.
 */
export class AccessTokenVerifier {
  readonly #em: EntityManager;
  readonly #issuer: string;
  /** Marks of what is revoked, and until when that is to be known, in milliseconds since 1970. */
  readonly #revoked = new Map<string, number>();
  /** By the SHA-256 of the token. */
  readonly #verified = new LRUCache<string, AccessTokenClaims>({
    max: 10_000,
    ttl: rememberedMs,
    // It would set a timer in every millisecond, so as not to look at the clock, which costs less.
    ttlResolution: 0,
  });
  #known: Known | undefined;
  #reading: Promise<Known> | undefined;

  /**
   * @param em not fenced
   * @param issuer the hub's public address; who issues tokens and whom they are for
   */
  constructor(em: EntityManager, issuer: string) {
    this.#em = em;
    this.#issuer = issuer;
  }

  /** Refuses one token from now on. Called in each process when a token is revoked anywhere. */
  forgetToken(jti: string): void {
    this.#refuse(tokenMark(jti));
  }

  /** Refuses every token of a client from now on. Called in each process when a client is deleted. */
  forgetClient(clientId: string): void {
    this.#refuse(clientMark(clientId));
  }

  /** Refuses every token of a grant from now on. Called in each process when a grant is ended anywhere. */
  forgetGrant(grantId: string): void {
    this.#refuse(grantMark(grantId));
  }

  /**
   * The claims of a token that is good now.
   *
   * @throws HubError UNAUTHENTICATED when it is not, with the reason
   */
  async verify(token: string): Promise<AccessTokenClaims> {
    const known = await this.#current();
    const print = hash('sha256', token, 'base64url');
    const remembered = this.#verified.get(print);
    if (remembered && remembered.exp + clockToleranceSeconds <= Date.now() / 1000) throw refused(hasExpired);
    const claims = remembered ?? (await this.#claims(token, known));
    if (!remembered) this.#verified.set(print, claims);
    if (marksOf(claims).some((mark) => this.#revoked.has(mark))) {
      throw refused('The access token was revoked.');
    }
    return claims;
  }

  async #claims(token: string, known: Known): Promise<AccessTokenClaims> {
    try {
      const { payload } = await jwtVerify(token, (header) => this.#keyFor(header, known), {
        algorithms: [signatureAlgorithm],
        typ: accessTokenType,
        issuer: this.#issuer,
        audience: this.#issuer,
        clockTolerance: clockToleranceSeconds,
        maxTokenAge: accessTokenSeconds,
        requiredClaims: ['exp', 'iat', 'jti', 'sub', 'client_id'],
      });
      return accessTokenClaims.parse(payload);
    } catch (error) {
      // What else went wrong, such as a database that is away, says nothing of the token.
      if (!(error instanceof errors.JOSEError || error instanceof ZodError)) throw error;
      throw refused(reasonOf(error), error);
    }
  }

  async #keyFor({ kid }: JWTHeaderParameters, known: Known): Promise<VerificationKey> {
    if (typeof kid !== 'string') throw new errors.JWTInvalid('no key is named');
    const key = known.keys.get(kid);
    if (key) return key;
    const young = this.#known && Date.now() - this.#known.readAt < unknownKeyMs;
    const found = young ? this.#known?.keys.get(kid) : (await this.#read()).keys.get(kid);
    if (!found) throw new errors.JWKSNoMatchingKey();
    return found;
  }

  async #current(): Promise<Known> {
    const known = this.#known;
    if (!known) return this.#read();
    if (Date.now() - known.readAt > freshMs) {
      this.#read().catch((err) => log.warn({ err }, 'keys of access tokens could not be read again'));
    }
    return known;
  }

  #read(): Promise<Known> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readOnce(): Promise<Known> {
    const em = this.#em.fork();
    const publicKeys = await usablePublicKeys(em);
    const imported = publicKeys.map(
      async ({ id, jwk }) => [id, await importJWK(jwk, signatureAlgorithm)] as const,
    );
    for (const { revoked, expiresAt } of await em.find(Revocation, {})) {
      this.#revoked.set(revoked, expiresAt.getTime());
    }
    for (const [mark, until] of this.#revoked) if (until < Date.now()) this.#revoked.delete(mark);
    this.#known = { keys: new Map(await Promise.all(imported)), readAt: Date.now() };
    return this.#known;
  }

  #refuse(mark: string): void {
    this.#revoked.set(mark, expiryOfAll(Date.now()).getTime());
  }
}

/** What a token is refused by, when it is revoked. */
function marksOf({ jti, client_id, grant_id }: AccessTokenClaims): string[] {
  return [tokenMark(jti), clientMark(client_id), ...(grant_id === undefined ? [] : [grantMark(grant_id)])];
}

const hasExpired = 'The access token has expired; get another one.';

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return hasExpired;
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud' || error.claim === 'iss') return 'The access token is not for this hub.';
    if (error.claim === 'nbf' || error.claim === 'iat') return 'The access token is not valid yet.';
  }
  return 'The access token is not valid.';
}

function refused(message: string, cause?: unknown): HubError {
  return new HubError('UNAUTHENTICATED', { message, cause });
}
