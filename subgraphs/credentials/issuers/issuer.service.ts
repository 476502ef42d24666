import type { EntityManager } from '@mikro-orm/postgresql';
import { LRUCache } from 'lru-cache';
import { v7 as uuidv7 } from 'uuid';
import { patch } from '../../../platform/db/patch.ts';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { isOfSandbox } from '../../../platform/environment.ts';
import { invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { record } from '../../../schema/events/record.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import type { VerificationMethod } from '../open-badges/data-integrity.ts';
import { newSeed, publicKeyOf, type SigningKey, signingKey } from '../open-badges/signing-key.ts';
import type { UpdateIssuerInput } from './issuer.inputs.ts';
import { Issuer } from './issuer.ts';
import { IssuerKey } from './issuer-key.ts';
import { type KnownOrganisation, owningOrganisation } from './owning-organisation.ts';

const unfenced = { filters: { fence: false } } as const;

/** What stands in everything that is signed, so that also those who know nothing of this hub see what is of the sandbox. */
function publicName({ id, name }: Pick<KnownOrganisation, 'id' | 'name'>): string {
  const mark = '[SANDBOX] ';
  return isOfSandbox(id) && !name.startsWith(mark) ? mark + name : name;
}

export class IssuerService {
  readonly #neighbours: Neighbours;
  readonly #cipher: Cipher;
  readonly #addresses: Addresses;
  readonly #keys = new LRUCache<string, SigningKey>({ max: 1000 });

  constructor(neighbours: Neighbours, cipher: Cipher, addresses: Addresses) {
    this.#neighbours = neighbours;
    this.#cipher = cipher;
    this.#addresses = addresses;
  }

  /** The issuing profile of an organisation with a key to sign with; both are made when there are none. */
  async ensure(em: EntityManager, organisation: KnownOrganisation): Promise<Issuer> {
    const known = await em.findOne(Issuer, { id: organisation.id }, unfenced);
    if (known) return known;
    const issuer = Object.assign(new Issuer(), {
      id: organisation.id,
      name: publicName(organisation),
    });
    const key = await this.#newKey(issuer.id);
    await em.transactional(async (tx) => {
      // Whoever is first makes both; the others find them.
      const made = await tx
        .createQueryBuilder(Issuer)
        .insert(issuer)
        .onConflict('id')
        .ignore()
        .returning('id')
        .execute<object[]>('all', false);
      if (made.length === 0) return;
      tx.persist(key);
      await tx.flush();
    });
    return em.findOneOrFail(Issuer, { id: organisation.id }, { ...unfenced, refresh: true });
  }

  /** Changes what an organisation shows of itself; credentials that exist stay as they were signed. */
  async update({ organisationId, ...changes }: UpdateIssuerInput, context: SubgraphContext): Promise<Issuer> {
    const { em } = context;
    const organisation = await owningOrganisation(organisationId, context, this.#neighbours);
    const issuer = await this.ensure(em, organisation);
    return em.transactional(async (tx) => {
      const { name } = changes;
      patch(issuer, { ...changes, ...(name && { name: publicName({ id: issuer.id, name }) }) });
      tx.persist(issuer);
      await tx.flush();
      await record(tx, {
        type: 'issuer.updated',
        subject: { type: 'Issuer', id: issuer.id },
        audience: [issuer.id],
        data: { issuer_id: issuer.id, name: issuer.name },
        actor: context.principal.id,
        requestId: context.requestId,
      });
      return issuer;
    });
  }

  /** From now on signs with a new key. What was signed before stays valid. */
  async rotateKey(organisationId: string | null | undefined, context: SubgraphContext): Promise<Issuer> {
    const { em } = context;
    const organisation = await owningOrganisation(organisationId, context, this.#neighbours);
    const issuer = await em.findOne(Issuer, { id: organisation.id });
    if (!issuer) throw invalid('organisationId', 'has issued nothing yet, and has no key');
    const key = await this.#newKey(issuer.id);
    return em.transactional(async (tx) => {
      const connection = tx.getConnection();
      // Two rotations at a time wait for each other here.
      for (const sql of [
        'UPDATE credentials.issuers SET updated_at = now() WHERE id = ?',
        'UPDATE credentials.issuer_keys SET retired_at = now() WHERE issuer_id = ? AND retired_at IS NULL',
        'UPDATE credentials.status_lists SET revision = revision + 1, changed_at = now() WHERE issuer_id = ?',
      ])
        await connection.execute(sql, [issuer.id], 'run', tx.getTransactionContext());
      tx.persist(key);
      await tx.flush();
      await record(tx, {
        type: 'issuer.key_rotated',
        subject: { type: 'Issuer', id: issuer.id },
        audience: [issuer.id],
        data: { issuer_id: issuer.id, key_id: key.id, public_key: key.publicKey },
        actor: context.principal.id,
        requestId: context.requestId,
      });
      return issuer;
    });
  }

  /** The key that an issuer signs with now. */
  async signingKey(em: EntityManager, issuerId: string): Promise<SigningKey> {
    const key = await em.findOneOrFail(IssuerKey, { issuerId, retiredAt: null }, unfenced);
    const known = this.#keys.get(key.id);
    if (known) return known;
    const seed = Buffer.from(this.#cipher.open(key.seedSealed), 'base64url');
    const ready = await signingKey(seed, this.#methodId(key));
    this.#keys.set(key.id, ready);
    return ready;
  }

  /** Every key that an issuer has ever signed with, as its DID document lists them. */
  async verificationMethods(em: EntityManager, issuerId: string): Promise<VerificationMethod[]> {
    const keys = await em.find(IssuerKey, { issuerId }, { ...unfenced, orderBy: { id: 'asc' } });
    return keys.map((key) => ({
      id: this.#methodId(key),
      type: 'Multikey',
      controller: this.#addresses.issuerDid(issuerId),
      publicKeyMultibase: key.publicKey,
    }));
  }

  #methodId(key: IssuerKey): string {
    return `${this.#addresses.issuerDid(key.issuerId)}#${key.id}`;
  }

  async #newKey(issuerId: string): Promise<IssuerKey> {
    const seed = newSeed();
    return Object.assign(new IssuerKey(), {
      id: uuidv7(),
      issuerId,
      publicKey: await publicKeyOf(seed),
      seedSealed: this.#cipher.seal(seed.toString('base64url')),
    });
  }
}
