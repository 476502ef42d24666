import type { BlockList } from 'node:net';
import type { EntityManager } from '@mikro-orm/postgresql';
import { LRUCache } from 'lru-cache';
import type { Authenticator, Credentials } from '../../../platform/auth/authenticator.ts';
import { anonymous, type Principal } from '../../../platform/auth/principal.ts';
import { allowanceOf } from '../../../platform/auth/tiers.ts';
import { HubError } from '../../../platform/errors.ts';
import { addressList, isListed } from '../../../platform/http-client/address-list.ts';
import { log } from '../../../platform/log.ts';
import { Organisation } from '../organisations/organisation.ts';
import { type SecretChecks, secretChecks } from '../secrets/secret-checks.ts';
import { rowsOfPerson } from '../students/rows-of-person.ts';
import { fingerprint, prefixOf } from './api-key.secret.ts';
import { ApiKey } from './api-key.ts';

const rememberedMs = 60_000;
const unfenced = { filters: { fence: false } } as const;

interface Verified {
  expiresAt: Date | null;
  /** When a key that was rotated ends as it was before; null for what it is now. */
  replacedAt: Date | null;
  /** From where it may be used; null for anywhere. */
  addresses: BlockList | null;
  principal: Principal;
}

/** Says who holds a key. A verified key is remembered for a minute; changing any empties that memory. */
export class ApiKeyAuthenticator implements Authenticator {
  readonly #em: EntityManager;
  readonly #checks: SecretChecks;
  readonly #verified = new LRUCache<string, Verified>({
    max: 10_000,
    ttl: rememberedMs,
    // It would set a timer in every millisecond, so as not to look at the clock, which costs less.
    ttlResolution: 0,
  });
  /** Checks under way: a thousand clients that come back at once with one key make one. */
  readonly #verifying = new Map<string, Promise<Verified>>();
  /** Rows that are being read, by prefix. */
  readonly #reading = new Map<string, Promise<ApiKey | null>>();
  /** What still asks the database, or tells it of a last use. */
  readonly #working = new Set<Promise<unknown>>();
  /** Moves on with every change, so that a check that began before one is not remembered after it. */
  #generation = 0;

  /** `em` is not fenced: nobody is known yet. */
  constructor(em: EntityManager, checks: SecretChecks = secretChecks) {
    this.#em = em;
    this.#checks = checks;
  }

  /** Forgets every verified key. Called in each process when a key is changed or revoked anywhere. */
  forget(): void {
    this.#generation += 1;
    this.#verified.clear();
    this.#verifying.clear();
    this.#reading.clear();
  }

  /** Waits for what still uses the database, also for those who no longer wait for it themselves. */
  async close(): Promise<void> {
    while (this.#working.size > 0) await Promise.allSettled(this.#working);
  }

  /**
   * @throws HubError UNAUTHENTICATED for a key that is none, revoked, expired or replaced; FORBIDDEN for one
   *   that may not be used from that address; RATE_LIMITED when keys are being guessed
   */
  async authenticate({ apiKey, address }: Credentials): Promise<Principal> {
    if (apiKey === undefined) return anonymous;
    const print = fingerprint(apiKey);
    const remembered = this.#verified.get(print);
    if (remembered) return admitted(remembered, address);
    const generation = this.#generation;
    const verified = await this.#verifyOnce(print, apiKey, address);
    if (generation === this.#generation) this.#verified.set(print, verified);
    return admitted(verified, address);
  }

  #verifyOnce(print: string, key: string, address: string | undefined): Promise<Verified> {
    const underWay = this.#verifying.get(print);
    if (underWay) return underWay;
    const verifying = this.#tracked(this.#verify(key, address)).finally(() => {
      // After a revocation another check may stand here.
      if (this.#verifying.get(print) === verifying) this.#verifying.delete(print);
    });
    this.#verifying.set(print, verifying);
    return verifying;
  }

  async #verify(key: string, address: string | undefined): Promise<Verified> {
    const prefix = prefixOf(key);
    // A prefix that nobody has is refused without the cost, and sooner: prefixes are shown, and no secret.
    const row = prefix ? await this.#rowOf(prefix) : null;
    if (!prefix || !row || row.revokedAt) throw new HubError('UNAUTHENTICATED');
    const replaced = row.prefix !== prefix;
    const hash = replaced ? (row.previousHash ?? '') : row.keyHash;
    if (!(await this.#checks.isRight({ secret: key, hash, name: prefix, address }))) {
      throw new HubError('UNAUTHENTICATED');
    }
    const verified: Verified = {
      expiresAt: row.expiresAt,
      replacedAt: replaced ? row.previousUntil : null,
      addresses: row.allowedAddresses.length > 0 ? addressList(row.allowedAddresses) : null,
      principal: await this.#principalOf(row),
    };
    checkEnds(verified);
    // Whoever else waits for this check may call from elsewhere.
    if (isAllowedFrom(verified, address)) this.#storeUse(row.id);
    return verified;
  }

  #storeUse(id: string): void {
    const lastUsedAt = new Date();
    this.#tracked(this.#em.fork().nativeUpdate(ApiKey, { id }, { lastUsedAt }, unfenced)).catch((err) =>
      log.warn({ err, keyId: id }, 'last use of a key could not be stored'),
    );
  }

  /** Asked for once at a time, however many guess at one key. */
  #rowOf(prefix: string): Promise<ApiKey | null> {
    const underWay = this.#reading.get(prefix);
    if (underWay) return underWay;
    const either = { $or: [{ prefix }, { previousPrefix: prefix }] };
    const reading = this.#em
      .fork()
      .findOne(ApiKey, either, unfenced)
      .finally(() => {
        if (this.#reading.get(prefix) === reading) this.#reading.delete(prefix);
      });
    this.#reading.set(prefix, reading);
    return reading;
  }

  #tracked<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#working.delete(tracked));
    this.#working.add(tracked);
    return tracked;
  }

  async #principalOf(key: ApiKey): Promise<Principal> {
    const em = this.#em.fork();
    const { id, organisationId, studentId, scopes } = key;
    const environment = key.sandbox ? { sandbox: true } : {};
    if (organisationId === null) {
      return {
        kind: 'platform',
        id,
        organisationId,
        organisationIds: [],
        studentIds: [],
        scopes,
        ...environment,
      };
    }
    const { tier } = await em.findOneOrFail(Organisation, { id: organisationId }, unfenced);
    const allowance = allowanceOf(tier, key);
    const base = { id, scopes, ...environment, ...(allowance && { allowance }) };
    if (studentId === null) {
      return { ...base, kind: 'organisation', organisationId, organisationIds: [], studentIds: [] };
    }
    const rows = await rowsOfPerson(em, studentId, key.everywhere);
    return {
      ...base,
      kind: 'learner',
      organisationId: null,
      organisationIds: rows.map((row) => row.organisationId),
      studentIds: rows.map((row) => row.id),
    };
  }
}

function admitted(verified: Verified, address: string | undefined): Principal {
  checkEnds(verified);
  if (isAllowedFrom(verified, address)) return verified.principal;
  throw new HubError('FORBIDDEN', {
    message: `This key may not be used from ${address ?? 'an address that is not known'}; its allowedAddresses say from where.`,
  });
}

function isAllowedFrom({ addresses }: Verified, address = ''): boolean {
  return addresses === null || isListed(addresses, address);
}

function checkEnds({ expiresAt, replacedAt }: Verified): void {
  const now = new Date();
  if (expiresAt && expiresAt <= now) {
    throw new HubError('UNAUTHENTICATED', { message: 'This key has expired.' });
  }
  if (replacedAt && replacedAt <= now) {
    throw new HubError('UNAUTHENTICATED', {
      message: 'This key was rotated, and no longer works as it was; use the new one.',
    });
  }
}
