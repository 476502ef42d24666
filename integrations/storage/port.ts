import type { Readable } from 'node:stream';

/** What is known of a file without reading it. */
export interface FileFacts {
  /** In bytes. */
  size: number;
  /** SHA-256 of its bytes, 64 lower-case hexadecimal digits. */
  sha256: string;
}

export interface StoredFile extends FileFacts {
  /** Its bytes, to be read to the end or destroyed. */
  body: Readable;
}

/** Bytes as they come. Bytes that are all there can be sent again when the store does not answer. */
export type FileBody = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Keeps files by key, such as `permits/0198.../signed.pdf`: segments of a to z, 0 to 9, `.`, `_` and `-`,
 * each beginning with a letter or digit, parted by `/`, 512 characters at most. Every method throws a
 * FileStoreError.
 */
export interface FileStore {
  /** Keeps a file under `key`, whole or not at all, in the place of any that was there. MISMATCH when the bytes are not those of `facts`. */
  put(key: string, body: FileBody, facts: FileFacts): Promise<void>;
  /** The file, or null when there is none. */
  get(key: string): Promise<StoredFile | null>;
  /** What is known of the file, or null when there is none. */
  head(key: string): Promise<FileFacts | null>;
  /** Deletes the file; there need be none. */
  delete(key: string): Promise<void>;
}

/**
 * - `INVALID_KEY`: the key is none.
 * - `MISMATCH`: the bytes are not those that were announced; nothing was kept.
 * - `REFUSED`: the store does not let the hub do that.
 * - `UNAVAILABLE`: the store does not answer as it should; asking again may help.
 */
export type FileStoreErrorKind = 'INVALID_KEY' | 'MISMATCH' | 'REFUSED' | 'UNAVAILABLE';

export class FileStoreError extends Error {
  readonly kind: FileStoreErrorKind;

  constructor(kind: FileStoreErrorKind, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'FileStoreError';
    this.kind = kind;
  }
}

const keyPattern = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/;

/** Throws INVALID_KEY. */
export function assertKey(key: string): void {
  if (key.length > 512 || !keyPattern.test(key)) {
    throw new FileStoreError('INVALID_KEY', `${JSON.stringify(key.slice(0, 100))} is no key of a file.`);
  }
}
