/** Kinds of picture that are read, and how large one says it is. */
export interface PictureSize {
  kind: 'PNG' | 'JPEG';
  width: number;
  height: number;
}

const pngSignature = '\x89PNG\r\n\x1a\n';

/** Kinds of picture that people hand in and that are not read, by how their files begin. */
const others: readonly [string, RegExp][] = [
  ['WebP', /^RIFF.{4}WEBP/s],
  ['AVIF', /^.{4}ftypavi[fs]/s],
  ['HEIC', /^.{4}ftyp(hei|hev|mif1|msf1)/s],
  ['GIF', /^GIF8[79]a/],
];

/** The name of the kind of picture that `bytes` are and that is not read; null for anything else. */
export function otherPicture(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, 16);
  return others.find(([, form]) => form.test(head))?.[0] ?? null;
}

/** Whether `bytes` begin as a picture that is read. */
export function isPicture(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 8) === pngSignature || bytes.toString('latin1', 0, 3) === '\xff\xd8\xff';
}

/** What a picture says of its own size, before a pixel of it is unpacked; null when it says nothing. */
export function pictureSize(bytes: Buffer): PictureSize | null {
  if (bytes.toString('latin1', 0, 8) !== pngSignature) return jpegSize(bytes);
  if (bytes.length < 45 || bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  return sized('PNG', bytes.readUInt32BE(16), bytes.readUInt32BE(20));
}

/** Marker by marker to the one that begins the frame (ITU-T T.81, annex B). */
function jpegSize(bytes: Buffer): PictureSize | null {
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    // 0xff may be repeated before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return sized('JPEG', bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
    // Of the markers before a frame only these have no length.
    at += marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8) ? 2 : 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

function sized(kind: PictureSize['kind'], width: number, height: number): PictureSize | null {
  return width > 0 && height > 0 ? { kind, width, height } : null;
}
