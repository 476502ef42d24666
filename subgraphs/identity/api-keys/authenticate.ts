import type { EntityManager } from '@mikro-orm/postgresql';
import { LRUCache } from 'lru-cache';
import type { Authenticator, Credentials } from '../../../platform/auth/authenticator.ts';
import { anonymous, type Principal } from '../../../platform/auth/principal.ts';
import { HubError } from '../../../platform/errors.ts';
import { log } from '../../../platform/log.ts';
import { Student } from '../students/student.ts';
import { fingerprint, matches, prefixOf } from './api-key.secret.ts';
import { ApiKey } from './api-key.ts';

const rememberedMs = 60_000;

interface Verified {
  keyId: string;
  expiresAt: Date | null;
  principal: Principal;
}

/** Says who holds a key. A verified key is remembered for a minute; revoking one empties that memory. */
export class ApiKeyAuthenticator implements Authenticator {
  readonly #em: EntityManager;
  readonly #verified = new LRUCache<string, Verified>({ max: 10_000, ttl: rememberedMs });
  /** Checks under way: a thousand clients that come back at once with one key make one. */
  readonly #verifying = new Map<string, Promise<Verified>>();
  /** What still asks the database, or tells it of a last use. */
  readonly #working = new Set<Promise<unknown>>();
  /** Moves on with every revocation, so that a check that began before one is not remembered after it. */
  #generation = 0;

  /** `em` is not fenced: nobody is known yet. */
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** Forgets every verified key. Called in each process when a key is revoked anywhere. */
  forget(): void {
    this.#generation += 1;
    this.#verified.clear();
    this.#verifying.clear();
  }

  /** Waits for what still uses the database, also for those who no longer wait for it themselves. */
  async close(): Promise<void> {
    while (this.#working.size > 0) await Promise.allSettled(this.#working);
  }

  async authenticate({ apiKey }: Credentials): Promise<Principal> {
    if (apiKey === undefined) return anonymous;
    const print = fingerprint(apiKey);
    const remembered = this.#verified.get(print);
    if (remembered) return checkExpiry(remembered).principal;
    const generation = this.#generation;
    const verified = await this.#verifyOnce(print, apiKey);
    if (generation === this.#generation) this.#verified.set(print, verified);
    return checkExpiry(verified).principal;
  }

  #verifyOnce(print: string, key: string): Promise<Verified> {
    const underWay = this.#verifying.get(print);
    if (underWay) return underWay;
    const verifying = this.#tracked(this.#verify(key)).finally(() => {
      // After a revocation another check may stand here.
      if (this.#verifying.get(print) === verifying) this.#verifying.delete(print);
    });
    this.#verifying.set(print, verifying);
    return verifying;
  }

  async #verify(key: string): Promise<Verified> {
    const prefix = prefixOf(key);
    const em = this.#em.fork();
    const row = prefix ? await em.findOne(ApiKey, { prefix }, { filters: { fence: false } }) : null;
    if (!row || row.revokedAt || !(await matches(key, row.keyHash))) throw new HubError('UNAUTHENTICATED');
    const verified = checkExpiry({
      keyId: row.id,
      expiresAt: row.expiresAt,
      principal: await this.#principalOf(row, em),
    });
    row.lastUsedAt = new Date();
    this.#tracked(em.flush()).catch((err) =>
      log.warn({ err, keyId: row.id }, 'last use of a key could not be stored'),
    );
    return verified;
  }

  #tracked<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#working.delete(tracked));
    this.#working.add(tracked);
    return tracked;
  }

  async #principalOf(key: ApiKey, em: EntityManager): Promise<Principal> {
    const base = { id: key.id, organisationId: key.organisationId, scopes: key.scopes };
    if (key.studentId === null) {
      const kind = key.organisationId === null ? 'platform' : 'organisation';
      return { ...base, kind, organisationIds: [], studentIds: [] };
    }
    const rows = await this.#studentRows(key.studentId, key.everywhere, em);
    return {
      ...base,
      kind: 'learner',
      organisationId: null,
      organisationIds: rows.map((row) => row.organisationId),
      studentIds: rows.map((row) => row.id),
    };
  }

  /** A student row; with `everywhere`, the same person's in every organisation: those with the same NIK. */
  async #studentRows(studentId: string, everywhere: boolean, em: EntityManager): Promise<Student[]> {
    const unfenced = { filters: { fence: false } };
    const own = await em.findOneOrFail(Student, { id: studentId }, unfenced);
    if (!everywhere || own.nikIndex === null) return [own];
    return em.find(Student, { nikIndex: own.nikIndex }, unfenced);
  }
}

function checkExpiry(verified: Verified): Verified {
  if (verified.expiresAt && verified.expiresAt <= new Date()) {
    throw new HubError('UNAUTHENTICATED', { message: 'This key has expired.' });
  }
  return verified;
}
