import type { EntityManager } from '@mikro-orm/postgresql';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { databaseTime } from '../../../../platform/db/database-time.ts';
import { beyondFence } from '../../../../platform/db/fence.ts';
import type { Cipher } from '../../../../platform/encryption/cipher.ts';
import { signatureAlgorithm } from '../access-tokens/access-token.ts';
import { SigningKey, usableKeys } from './signing-key.ts';

/** Another process may have rotated the keys: they are read again after this long. */
const freshMs = 10_000;

/** The keys that sign the hub's tokens: made when first needed, sealed in the database, shared by all processes. */
export class SigningKeys {
  readonly #em: EntityManager;
  readonly #cipher: Cipher;
  #known: { keys: readonly JWK[]; readAt: number } | undefined;
  #reading: Promise<readonly JWK[]> | undefined;

  /** `em` is not fenced. */
  constructor(em: EntityManager, cipher: Cipher) {
    this.#em = em;
    this.#cipher = cipher;
  }

  /** The private keys, the one that signs first; there is always one. */
  async privateJwks(): Promise<readonly JWK[]> {
    if (this.#known && Date.now() - this.#known.readAt < freshMs) return this.#known.keys;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<readonly JWK[]> {
    const em = this.#em.fork();
    let keys = await usableKeys(em);
    if (!keys.some((key) => key.retiredAt === null)) {
      await em.upsert(SigningKey, await this.#newKey(), { onConflictAction: 'ignore', onConflictFields: [] });
      keys = await usableKeys(em.fork());
    }
    const opened = keys.map((key) => ({
      ...(JSON.parse(this.#cipher.open(key.privateSealed)) as JWK),
      kid: key.id,
      alg: signatureAlgorithm,
      use: 'sig',
    }));
    this.#known = { keys: opened, readAt: Date.now() };
    return opened;
  }

  /** Has another key sign from now on. Tokens of the one before stay valid; it verifies for a day. */
  async rotate(em: EntityManager = this.#em.fork()): Promise<SigningKey> {
    const key = await this.#newKey();
    await em.transactional((tx) =>
      beyondFence(tx, async () => {
        const retiredAt = new Date(await databaseTime(tx));
        await tx.nativeUpdate(SigningKey, { retiredAt: null }, { retiredAt });
        tx.persist(key);
        await tx.flush();
      }),
    );
    this.#known = undefined;
    return key;
  }

  /** Seals anew what is not sealed with the current encryption key; returns how many keys. */
  async reseal(): Promise<number> {
    const em = this.#em.fork();
    const old = (await em.find(SigningKey, {})).filter(
      ({ privateSealed }) => !privateSealed.startsWith(this.#cipher.currentPrefix),
    );
    for (const key of old) key.privateSealed = this.#cipher.seal(this.#cipher.open(key.privateSealed));
    await em.flush();
    return old.length;
  }

  async #newKey(): Promise<SigningKey> {
    const { publicKey, privateKey } = await generateKeyPair(signatureAlgorithm, { extractable: true });
    return Object.assign(new SigningKey(), {
      publicJwk: await exportJWK(publicKey),
      privateSealed: this.#cipher.seal(JSON.stringify(await exportJWK(privateKey))),
    });
  }
}
