import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import encodeJpeg, { init } from '@jsquash/jpeg/encode.js';
import { encodeQR } from 'qr';

/** Pixels of something that was photographed: a QR code, turned, on a background that is not even. */
function photographed(text: string, width: number, height: number): Uint32Array {
  const { floor, sin, cos, min } = Math;
  const rows = encodeQR(text, 'raw', { border: 4 });
  const side = min(width, height) * 0.35;
  const [across, along] = [cos(0.3) / side, sin(0.3) / side];
  const pixels = new Uint32Array(width * height);
  let noise = 1;
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const [dx, dy] = [x - width * 0.6, y - height * 0.45];
      const row = rows[floor((dy * across - dx * along + 0.5) * rows.length)];
      const dark = row?.[floor((dx * across + dy * along + 0.5) * rows.length)];
      noise = (noise * 1103515245 + 12345) & 0x7fffffff;
      const background = 110 + 80 * sin(x / 97) * cos(y / 61);
      const light = floor((dark === undefined ? background : dark ? 40 : 215) + ((noise >> 16) % 21) - 10);
      pixels[at] = 0xff000000 | (light << 16) | (light << 8) | light;
    }
  return pixels;
}

/** Each pixel `times` times as wide and high: making as many by themselves would take a test too long. */
function enlarged(pixels: Uint32Array, width: number, times: number): Uint32Array {
  const large = new Uint32Array(pixels.length * times * times);
  const wide = new Uint32Array(width * times);
  for (let from = 0; from < pixels.length; from += width) {
    for (let x = 0; x < wide.length; x += times) wide.fill(pixels[from + x / times] ?? 0, x, x + times);
    for (let again = 0; again < times; again += 1) large.set(wide, (from * times + again * width) * times);
  }
  return large;
}

let ready: Promise<void> | undefined;

/** A photo as JPEG, `times` as wide and high as said. `colorSpace` 1 is grey. */
export async function photo(
  text: string,
  width: number,
  height: number,
  options: { progressive?: boolean; colorSpace?: number; times?: number } = {},
): Promise<Buffer> {
  ready ??= readFile(fileURLToPath(import.meta.resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'))).then(
    (wasmBinary) => init(...([{ noInitialRun: true, wasmBinary }] as unknown as Parameters<typeof init>)),
  );
  await ready;
  const { progressive = false, colorSpace = 3, times = 1 } = options;
  const pixels = enlarged(photographed(text, width, height), width, times);
  const picture = {
    data: new Uint8ClampedArray(pixels.buffer),
    width: width * times,
    height: height * times,
  } as Parameters<typeof encodeJpeg>[0];
  return Buffer.from(await encodeJpeg(picture, { quality: 80, progressive, color_space: colorSpace }));
}

/** `jpeg` with a note before its frame that a phone writes: how it was held (EXIF orientation, 1 to 8). */
export function held(jpeg: Buffer, orientation: number): Buffer {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  return withSegment(jpeg, 0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]));
}

/** `jpeg` with one more segment at its beginning. */
export function withSegment(jpeg: Buffer, marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

/** `jpeg` that says of itself that it is of another size. */
export function claiming(jpeg: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(jpeg);
  let at = 2;
  while (changed[at + 1] !== 0xc0 && changed[at + 1] !== 0xc2) at += 2 + changed.readUInt16BE(at + 2);
  changed.writeUInt16BE(height, at + 5);
  changed.writeUInt16BE(width, at + 7);
  return changed;
}
