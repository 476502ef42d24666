import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { measured } from '../measured.ts';
import {
  assertKey,
  type FileBody,
  type FileFacts,
  type FileStore,
  FileStoreError,
  type StoredFile,
} from '../port.ts';
import { S3Client } from './client.ts';
import { errorCodeOf, type S3Configuration, sha256Header } from './contract.ts';

/** Before each further attempt to keep bytes that are all there. */
const retryMs = [250, 1000, 3000];

/** Files in a bucket of an S3-compatible object storage. */
export class S3FileStore implements FileStore {
  readonly #client: S3Client;

  constructor(configuration: S3Configuration) {
    this.#client = new S3Client(configuration);
  }

  async put(key: string, body: FileBody, facts: FileFacts): Promise<void> {
    assertKey(key);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#putOnce(key, body, facts);
      } catch (error) {
        const delay = retryMs[attempt];
        const lasting = !(error instanceof FileStoreError) || error.kind !== 'UNAVAILABLE';
        // What streamed by cannot be sent again.
        if (lasting || delay === undefined || !(body instanceof Uint8Array)) throw error;
        await pause(delay);
      }
    }
  }

  async get(key: string): Promise<StoredFile | null> {
    const answer = await this.#read('GET', key);
    return answer && { ...factsOf(answer), body: answer.body };
  }

  async head(key: string): Promise<FileFacts | null> {
    const answer = await this.#read('HEAD', key);
    if (!answer) return null;
    await answer.body.dump();
    return factsOf(answer);
  }

  async delete(key: string): Promise<void> {
    assertKey(key);
    const answer = await this.#client.send({ method: 'DELETE', key });
    await missing(answer);
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.#client.close();
  }

  async #putOnce(key: string, body: FileBody, facts: FileFacts): Promise<void> {
    const answer = await this.#client.send({
      method: 'PUT',
      key,
      sha256: facts.sha256,
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(facts.size),
        [sha256Header]: facts.sha256,
      },
      body: measured(body, facts),
    });
    if (await missing(answer)) throw new FileStoreError('REFUSED', 'There is no such bucket.');
  }

  async #read(method: 'GET' | 'HEAD', key: string): Promise<Dispatcher.ResponseData | null> {
    assertKey(key);
    const answer = await this.#client.send({ method, key });
    if (answer.statusCode !== 404) return answer;
    await missing(answer);
    return null;
  }
}

/** Takes in the answer; whether the file was not there. Throws REFUSED when the bucket is not. */
async function missing(answer: Dispatcher.ResponseData): Promise<boolean> {
  const text = await answer.body.text();
  if (answer.statusCode !== 404) return false;
  if (errorCodeOf(text) === 'NoSuchBucket') throw new FileStoreError('REFUSED', 'There is no such bucket.');
  return true;
}

function factsOf({ headers }: Dispatcher.ResponseData): FileFacts {
  const sha256 = headers[sha256Header];
  const size = Number(headers['content-length']);
  if (typeof sha256 === 'string' && Number.isSafeInteger(size)) return { size, sha256 };
  throw new FileStoreError('REFUSED', 'The object storage holds a file there that the hub did not keep.');
}
