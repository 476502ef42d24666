import { crc32 } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Open Badges 3.0: the credential stands in an iTXt chunk of this keyword. */
const keyword = 'openbadgecredential';

export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(signature);
}

/** `png` with the credential in it: its text, JSON or JWT, before the end. */
export function bake(png: Buffer, credential: string): Buffer {
  const end = png.length - 12;
  const data = Buffer.concat([
    Buffer.from(`${keyword}\0`, 'latin1'),
    // Not compressed; no language, no translated keyword.
    Buffer.from([0, 0, 0, 0]),
    Buffer.from(credential, 'utf8'),
  ]);
  return Buffer.concat([png.subarray(0, end), chunk('iTXt', data), png.subarray(end)]);
}

/** The text of the credential in `png`; null when there is none that can be read. */
export function unbake(png: Buffer): string | null {
  if (!isPng(png)) return null;
  for (let at = 8; at + 12 <= png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'iTXt') {
      const text = credentialIn(data);
      if (text !== null) return text;
    }
    at += 12 + length;
  }
  return null;
}

function credentialIn(data: Buffer): string | null {
  const head = Buffer.from(`${keyword}\0`, 'latin1');
  // Compressed ones are not read: Open Badges says they must not be.
  if (!data.subarray(0, head.length).equals(head) || data[head.length] !== 0) return null;
  const language = data.indexOf(0, head.length + 2);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  return translated < 0 ? null : data.toString('utf8', translated + 1);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
