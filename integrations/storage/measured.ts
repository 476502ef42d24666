import { createHash } from 'node:crypto';
import { type FileBody, type FileFacts, FileStoreError } from './port.ts';

/** Size and hash of bytes that are all there. */
export function factsOf(bytes: Uint8Array): FileFacts {
  return { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Passes the bytes on, and throws MISMATCH at the first that is too many, or at the end, unless they are those of `facts`. */
export async function* measured(body: FileBody, facts: FileFacts): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    size += chunk.length;
    if (size > facts.size) throw mismatch(`more than the ${facts.size} bytes that were announced`);
    hash.update(chunk);
    yield chunk;
  }
  if (size < facts.size) throw mismatch(`${size} bytes instead of ${facts.size}`);
  if (hash.digest('hex') !== facts.sha256) throw mismatch('other bytes than those of the SHA-256 announced');
}

function mismatch(what: string): FileStoreError {
  return new FileStoreError('MISMATCH', `The file has ${what}.`);
}
