import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

interface Key {
  encryption: Buffer;
  index: Buffer;
}

/**
 * Encrypts personal data and secrets at rest with AES-256-GCM. A sealed value is
 * `v1.<key id>.<iv>.<tag>.<ciphertext>` in base64url; the key id lets keys be rotated while older
 * values stay readable.
 */
export class Cipher {
  readonly #keys: ReadonlyMap<string, Key>;
  readonly #current: string;

  /** `keys` by key id, 32 bytes each; new values are sealed with `current`. */
  constructor(keys: ReadonlyMap<string, Buffer>, current: string) {
    this.#keys = new Map(
      [...keys].map(([id, key]) => {
        if (key.length !== 32) throw new Error(`Encryption key ${id} must have 32 bytes.`);
        return [id, { encryption: derive(key, 'encryption'), index: derive(key, 'blind-index') }];
      }),
    );
    if (!this.#keys.has(current)) throw new Error(`There is no encryption key ${current}.`);
    this.#current = current;
  }

  seal(plaintext: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key(this.#current).encryption, iv);
    const text = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return [
      'v1',
      this.#current,
      ...[iv, cipher.getAuthTag(), text].map((part) => part.toString('base64url')),
    ].join('.');
  }

  /** Throws when the value was altered or its key is not known. */
  open(sealed: string): string {
    const [version, keyId, iv, tag, text] = sealed.split('.');
    if (version !== 'v1' || keyId === undefined || !iv || !tag || text === undefined) {
      throw new Error('Not a sealed value.');
    }
    const decipher = createDecipheriv(
      'aes-256-gcm',
      this.#key(keyId).encryption,
      Buffer.from(iv, 'base64url'),
    );
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString(
      'utf8',
    );
  }

  /** The same text always gives the same index under the current key, so that equal values are found without being readable. */
  blindIndex(plaintext: string): string {
    return createHmac('sha256', this.#key(this.#current).index).update(plaintext).digest('base64url');
  }

  /** How values that are sealed with the current key begin; the others are to be sealed anew after a rotation. */
  get currentPrefix(): string {
    return `v1.${this.#current}.`;
  }

  #key(id: string): Key {
    const key = this.#keys.get(id);
    if (!key) throw new Error(`There is no encryption key ${id}.`);
    return key;
  }
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `skills-hub:${purpose}`, 32));
}
