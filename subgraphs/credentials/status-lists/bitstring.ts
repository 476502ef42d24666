import { gunzipSync, gzipSync } from 'node:zlib';

/** A list of `size` bits with those at `places` set, as Bitstring Status List v1.0 encodes it. */
export function encodeBits(size: number, places: Iterable<number>): string {
  const bytes = Buffer.alloc(size / 8);
  // Place 0 is the highest bit of the first byte.
  for (const place of places) bytes[place >> 3] = (bytes[place >> 3] as number) | (0x80 >> (place & 7));
  return `u${gzipSync(bytes).toString('base64url')}`;
}

/** Largest list that is unpacked: 8,388,608 entries. What is packed more tightly is somebody's bomb. */
const largestList = 1024 * 1024;

/** Whether the bit at `place` is set; null when the list cannot be read or is too short. */
export function bitAt(encodedList: string, place: number): boolean | null {
  if (!encodedList.startsWith('u') || !Number.isSafeInteger(place) || place < 0) return null;
  try {
    const packed = Buffer.from(encodedList.slice(1), 'base64url');
    const byte = gunzipSync(packed, { maxOutputLength: largestList })[place >> 3];
    return byte === undefined ? null : (byte & (0x80 >> (place & 7))) !== 0;
  } catch {
    // Not gzip, or too large.
    return null;
  }
}
