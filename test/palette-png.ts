import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const mostColours = 256;

/**
 * `png` as a browser makes it (8 bits, RGB or RGBA, not interlaced), opaque and with at most 256 colours:
 * a third of the size. Where there are more, near ones become the same.
 */
export function palettePng(png: Buffer): Buffer {
  const { width, height, channels, pixels } = decoded(png);
  let palette = new Map<number, number>();
  const indices = Buffer.alloc((width + 1) * height);
  for (let lost = 0; ; lost += 1) {
    palette = new Map();
    for (let at = 0; at < width * height; at += 1) {
      const colour = near(pixels.readUIntBE(at * channels, 3), lost);
      let index = palette.get(colour);
      if (index === undefined) {
        index = palette.size;
        palette.set(colour, index);
      }
      // A byte before each row says that it is not filtered.
      indices[Math.floor(at / width) + 1 + at] = index;
    }
    if (palette.size <= mostColours) break;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits, indexed.
  header.set([8, 3], 8);
  const colours = Buffer.alloc(palette.size * 3);
  for (const [colour, index] of palette) colours.writeUIntBE(colour, index * 3, 3);
  const data = deflateSync(indices, { level: 9 });
  return Buffer.concat([
    signature,
    ...[chunk('IHDR', header), chunk('PLTE', colours), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))],
  ]);
}

/** `colour` with the last `lost` bits of each part gone, black and white as they were. */
function near(colour: number, lost: number): number {
  const part = (shift: number) => {
    const value = (colour >> shift) & 0xff;
    return Math.min(255, Math.round(value / 2 ** lost) * 2 ** lost) << shift;
  };
  return part(16) | part(8) | part(0);
}

function decoded(png: Buffer): { width: number; height: number; channels: number; pixels: Buffer } {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const channels = { 2: 3, 6: 4 }[png[25] ?? 0];
  if (png[24] !== 8 || !channels || png[28] !== 0) throw new Error('A PNG as no browser makes it.');
  const raw = inflateSync(Buffer.concat(parts));
  const row = width * channels;
  const pixels = Buffer.alloc(row * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (row + 1)];
    for (let x = 0; x < row; x += 1) {
      const at = y * row + x;
      const left = x < channels ? 0 : (pixels[at - channels] as number);
      const up = y === 0 ? 0 : (pixels[at - row] as number);
      const corner = x < channels || y === 0 ? 0 : (pixels[at - row - channels] as number);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] as number;
      pixels[at] = (raw[y * (row + 1) + 1 + x] as number) + guess;
    }
  }
  return { width, height, channels, pixels };
}

/** Of the three, the one nearest to `left + up - corner`, as PNG has it. */
function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
