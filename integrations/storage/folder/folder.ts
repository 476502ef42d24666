import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { systemErrorCode } from '../../../platform/system-error.ts';
import { measured } from '../measured.ts';
import {
  assertKey,
  type FileBody,
  type FileFacts,
  type FileStore,
  FileStoreError,
  type StoredFile,
} from '../port.ts';

/** No key begins with a dot, so that no file can be mistaken for one that is being written. */
const incoming = '.incoming';

/** Files below one folder, each where its key says. */
export class FolderFileStore implements FileStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = path.resolve(root);
  }

  /** Written aside, synced, and moved into its place at once: a crash leaves the old file or the new one. */
  async put(key: string, body: FileBody, facts: FileFacts): Promise<void> {
    const place = this.#place(key);
    const aside = path.join(this.#root, incoming, randomUUID());
    try {
      for (const name of [aside, place]) await mkdir(path.dirname(name), { recursive: true, mode: 0o700 });
      await writeAside(aside, body, facts);
      await rename(aside, place);
      await this.#syncFolders(path.dirname(place));
    } catch (error) {
      throw failure(error);
    }
  }

  async get(key: string): Promise<StoredFile | null> {
    const file = await this.#open(key);
    if (!file) return null;
    try {
      const facts = await factsOfFile(file);
      // Of the same open file, whatever takes its place meanwhile.
      return { ...facts, body: file.createReadStream({ start: 0 }) };
    } catch (error) {
      await file.close();
      throw failure(error);
    }
  }

  async head(key: string): Promise<FileFacts | null> {
    const file = await this.#open(key);
    if (!file) return null;
    try {
      return await factsOfFile(file);
    } catch (error) {
      throw failure(error);
    } finally {
      await file.close();
    }
  }

  async delete(key: string): Promise<void> {
    const place = this.#place(key);
    try {
      await rm(place, { force: true });
    } catch (error) {
      throw failure(error);
    }
  }

  #place(key: string): string {
    assertKey(key);
    return path.join(this.#root, ...key.split('/'));
  }

  async #open(key: string): Promise<FileHandle | null> {
    try {
      return await open(this.#place(key), 'r');
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') return null;
      throw failure(error);
    }
  }

  /** What was renamed is there after a power cut once its folder is on disk, and so are new folders above it. */
  async #syncFolders(folder: string): Promise<void> {
    // Windows cannot open a folder, and keeps its entries by itself.
    if (process.platform === 'win32') return;
    for (let at = folder; ; at = path.dirname(at)) {
      const handle = await open(at, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
      if (at === this.#root || at === path.dirname(at)) return;
    }
  }
}

/** Read anew each time, so that a file which somebody has changed does not pass for what was kept. */
async function factsOfFile(file: FileHandle): Promise<FileFacts> {
  const hash = createHash('sha256');
  const bytes = createReadStream('', { fd: file, start: 0, autoClose: false });
  await pipeline(bytes, hash);
  return { size: bytes.bytesRead, sha256: hash.digest('hex') };
}

async function writeAside(aside: string, body: FileBody, facts: FileFacts): Promise<void> {
  const file = await open(aside, 'wx', 0o600);
  try {
    await file.writeFile(measured(body, facts));
    await file.sync();
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

function failure(error: unknown): FileStoreError {
  if (error instanceof FileStoreError) return error;
  const code = systemErrorCode(error);
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'EISDIR'
    ? new FileStoreError('REFUSED', `The folder does not allow that (${code}).`, { cause: error })
    : new FileStoreError('UNAVAILABLE', `The file could not be read or written (${code ?? 'unknown'}).`, {
        cause: error,
      });
}
