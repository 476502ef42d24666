import { z } from 'zod';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { HubError } from '../../../platform/errors.ts';

/** What the bearer of a link may do, with one version of one document. */
const right = z.strictObject({
  kind: z.literal('permit-document'),
  what: z.enum(['upload', 'download']),
  documentId: z.uuid(),
  version: z.enum(['original', 'stamped', 'signed']),
  /** Who the link was given to. */
  bearer: z.string(),
  /** Of the bearer. */
  organisationId: z.string().nullable(),
  /** Milliseconds since 1970. */
  until: z.int(),
});
export type Right = z.output<typeof right>;

const validMs = 15 * 60_000;

/** Where uploads and downloads go, below the address of the hub. */
export const filesPath = '/permits/documents/files';

/**
 * Links by which a browser or a program uploads or downloads a file without a key, for 15 minutes. What a
 * link allows stands in the link itself, sealed. A link to upload is of use once: the document goes on.
 */
export class DocumentLinks {
  readonly #cipher: Cipher;
  readonly #publicUrl: string;

  constructor(cipher: Cipher, publicUrl: string) {
    this.#cipher = cipher;
    this.#publicUrl = publicUrl;
  }

  make(allowed: Omit<Right, 'kind' | 'until'>): string {
    const until = Date.now() + validMs;
    const sealed = this.#cipher.seal(JSON.stringify({ ...allowed, kind: 'permit-document', until }));
    return `${this.#publicUrl}${filesPath}?link=${sealed}`;
  }

  /** What the link allows. Throws NOT_FOUND for one that allows nothing, or no longer. */
  read(sealed: unknown, what: Right['what']): Right {
    const found = typeof sealed === 'string' ? this.#open(sealed) : null;
    if (!found || found.what !== what || found.until < Date.now())
      throw new HubError('NOT_FOUND', { message: 'This link is not valid, or no longer.' });
    return found;
  }

  #open(sealed: string): Right | null {
    let text: string;
    try {
      text = this.#cipher.open(sealed);
    } catch {
      // Whatever was altered or made up is no link.
      return null;
    }
    const parsed = right.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  }
}
