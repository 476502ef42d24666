import { unbake } from '../open-badges/baked-png.ts';
import { isPicture, otherPicture } from './pictures/picture-size.ts';
import { qrInPicture } from './pictures/qr-in-picture.ts';
import { type Said, said } from './said.ts';

/** What a file was found to hold, or why nothing. */
export type Evidence = { text: string } | { problem: Said };

/**
 * The text in a file that somebody hands in: the credential of a baked badge, what the QR code of a picture
 * says, or the file itself. A `problem` says why there is none.
 */
export async function textOfFile(bytes: Buffer): Promise<Evidence> {
  const other = otherPicture(bytes);
  if (other)
    return {
      problem: said(
        `Pictures are read as JPEG or PNG, and this one is ${other}: save it as JPEG, or take a picture of the screen.`,
        `Gambar dibaca sebagai JPEG atau PNG, sedangkan yang ini ${other}: simpan sebagai JPEG, atau ambil tangkapan layarnya.`,
      ),
    };
  if (!isPicture(bytes)) return { text: bytes.toString('utf8').trim() };
  const baked = unbake(bytes);
  return baked === null ? qrInPicture(bytes) : { text: baked.trim() };
}
