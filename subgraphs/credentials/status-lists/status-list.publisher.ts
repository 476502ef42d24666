import type { EntityManager } from '@mikro-orm/postgresql';
import { LRUCache } from 'lru-cache';
import type { IssuerService } from '../issuers/issuer.service.ts';
import type { Addresses, StatusPurpose } from '../open-badges/addresses.ts';
import { credentialsContext } from '../open-badges/contexts.ts';
import { seconds, signDocument } from '../open-badges/data-integrity.ts';
import { encodeBits } from './bitstring.ts';

/** A credential that is revoked is also not to be accepted for the time being: its bit in `suspension` stays. */
const setIn = { revocation: ['REVOKED'], suspension: ['REVOKED', 'SUSPENDED'] } as const;

interface ListRow {
  issuer_id: string;
  revision: string;
  changed_at: string;
}

/**
 * Publishes status lists as signed credentials. A list is built when it is asked for after a change, from
 * the few credentials that do not hold; all processes build the same bytes.
 */
export class StatusListPublisher {
  readonly #em: EntityManager;
  readonly #issuers: IssuerService;
  readonly #addresses: Addresses;
  readonly #built = new LRUCache<string, Promise<string>>({ max: 200 });

  constructor(em: EntityManager, issuers: IssuerService, addresses: Addresses) {
    this.#em = em;
    this.#issuers = issuers;
    this.#addresses = addresses;
  }

  /** The signed list as JSON text, never older than the moment it is asked for; null when there is none. */
  async list(id: string, purpose: StatusPurpose): Promise<string | null> {
    const em = this.#em.fork();
    const [row] = await em
      .getConnection()
      .execute<ListRow[]>(
        'SELECT issuer_id, revision, changed_at FROM credentials.status_lists WHERE id = ?',
        [id],
      );
    if (!row) return null;
    const key = `${id} ${purpose} ${row.revision}`;
    let built = this.#built.get(key);
    if (!built) {
      built = this.#build(em, id, purpose).catch((error) => {
        this.#built.delete(key);
        throw error;
      });
      this.#built.set(key, built);
    }
    return built;
  }

  async #build(em: EntityManager, id: string, purpose: StatusPurpose): Promise<string> {
    const states = setIn[purpose].map((status) => `'${status}'`).join(', ');
    // One statement, so that the bits are those of the revision.
    const [row] = await em
      .getConnection()
      .execute<{ issuer_id: string; size: number; changed_at: string; places: number[] | null }[]>(
        `SELECT issuer_id, size, changed_at, (
         SELECT array_agg(status_place) FROM credentials.credentials
         WHERE status_list_id = lists.id AND status <> 'ACTIVE' AND status IN (${states})
       ) AS places FROM credentials.status_lists AS lists WHERE id = ?`,
        [id],
      );
    if (!row) throw new Error(`Status list ${id} is gone.`);
    const changedAt = new Date(row.changed_at);
    const address = this.#addresses.statusList(id, purpose);
    const credential = {
      '@context': [credentialsContext],
      id: address,
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      issuer: this.#addresses.issuerDid(row.issuer_id),
      validFrom: seconds(changedAt),
      credentialSubject: {
        id: `${address}#list`,
        type: 'BitstringStatusList',
        statusPurpose: purpose,
        encodedList: encodeBits(row.size, row.places ?? []),
      },
    };
    const key = await this.#issuers.signingKey(em, row.issuer_id);
    return JSON.stringify(await signDocument(credential, key, changedAt));
  }
}
