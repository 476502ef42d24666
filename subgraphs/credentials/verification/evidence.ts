import { inflateSync } from 'node:zlib';
import { decode } from 'fast-png';
import { decodeQR } from 'qr/decode.js';
import { isPng, unbake } from '../open-badges/baked-png.ts';

/** Pixels of a picture in which a QR code is looked for: reading them keeps the process from everything else. */
const mostPixels = 4_000_000;

/** What a file was found to hold, or why nothing. */
export type Evidence = { text: string } | { problem: string };

/**
 * The text in a file that somebody hands in: the credential of a baked badge, what the QR code of a picture
 * says, or the file itself. A `problem` says why there is none.
 */
export function textOfFile(bytes: Buffer): Evidence {
  if (!isPng(bytes)) return { text: bytes.toString('utf8').trim() };
  const baked = unbake(bytes);
  if (baked !== null) return { text: baked.trim() };
  const problem = pictureProblem(bytes);
  if (problem) return { problem };
  try {
    const { width, height, data, channels, depth } = decode(bytes);
    if (depth !== 8 || (channels !== 3 && channels !== 4))
      return { problem: 'The picture must be in colour, with 8 bits for each.' };
    return { text: decodeQR({ width, height, data: data as Uint8Array }).trim() };
  } catch {
    // The libraries say in many ways that there is none.
    return { problem: 'The picture holds neither a credential nor a QR code that can be read.' };
  }
}

/** Why a PNG is not unpacked: what it says of its size is checked before, and held against what it holds. */
function pictureProblem(png: Buffer): string | null {
  if (png.length < 45 || png.toString('latin1', 12, 16) !== 'IHDR') return 'The picture is damaged.';
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  if (width * height > mostPixels) return `The picture has more than ${mostPixels} pixels.`;
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  try {
    inflateSync(Buffer.concat(parts), { maxOutputLength: (width * 8 + 8) * (height + 8) });
    return null;
  } catch {
    // More than it says, or no deflated data.
    return 'The picture is damaged.';
  }
}
