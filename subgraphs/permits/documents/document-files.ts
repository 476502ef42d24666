import { buffer } from 'node:stream/consumers';
import { v7 as uuidv7 } from 'uuid';
import { factsOf } from '../../../integrations/storage/measured.ts';
import { type FileStore, FileStoreError, type StoredFile } from '../../../integrations/storage/port.ts';
import { HubError } from '../../../platform/errors.ts';
import type { KeptFile } from './permit-document.ts';

export type Version = 'original' | 'stamped' | 'signed';

/** The files of documents, each under a key of its own, so that none is ever written over. */
export class DocumentFiles {
  readonly #store: FileStore | null;

  constructor(store: FileStore | null) {
    this.#store = store;
  }

  /** Throws NOT_CONFIGURED, UPSTREAM_UNAVAILABLE. */
  async keep(documentId: string, version: Version, bytes: Uint8Array): Promise<KeptFile> {
    const kept = { key: `permits/${documentId}/${version}-${uuidv7()}.pdf`, ...factsOf(bytes) };
    await this.#ask((store) => store.put(kept.key, bytes, { size: kept.size, sha256: kept.sha256 }));
    return kept;
  }

  /** Throws NOT_CONFIGURED. */
  assertConfigured(): FileStore {
    if (this.#store) return this.#store;
    throw new HubError('NOT_CONFIGURED', { message: 'No storage of files is configured on this hub.' });
  }

  /** The bytes that were kept. Throws NOT_CONFIGURED, UPSTREAM_UNAVAILABLE, INTERNAL when they are others, or gone. */
  async read(file: KeptFile): Promise<Buffer> {
    const bytes = await this.#ask(async (store) => {
      const found = await store.get(file.key);
      return found && buffer(found.body);
    });
    if (!bytes || factsOf(bytes).sha256 !== file.sha256)
      throw new HubError('INTERNAL', {
        cause: new Error(`The file ${file.key} is not the one that was kept.`),
      });
    return bytes;
  }

  /** The file to be sent on; null when it is gone, or not the one that was kept. */
  async open(file: KeptFile): Promise<StoredFile | null> {
    const found = await this.#ask((store) => store.get(file.key));
    if (found?.sha256 === file.sha256) return found;
    found?.body.destroy();
    return null;
  }

  /** Of a file that nothing refers to. */
  async drop(file: KeptFile): Promise<void> {
    await this.#ask((store) => store.delete(file.key));
  }

  async #ask<T>(work: (store: FileStore) => Promise<T>): Promise<T> {
    const store = this.assertConfigured();
    try {
      return await work(store);
    } catch (error) {
      if (error instanceof FileStoreError) throw new HubError('UPSTREAM_UNAVAILABLE', { cause: error });
      throw error;
    }
  }
}
