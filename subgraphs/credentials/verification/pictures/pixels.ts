import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import decodeJpeg, { init } from '@jsquash/jpeg/decode.js';
import { convertIndexedToRgb, type DecodedPng, decode as decodePng } from 'fast-png';
import type { PictureSize } from './picture-size.ts';

/** Pixels as RGB or RGBA, 8 bits each, none of them transparent. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Unpacks a picture. Throws an Error for one that is damaged, or is another than it says. */
export async function pixelsOf(bytes: Buffer, size: PictureSize): Promise<Pixels> {
  return size.kind === 'PNG' ? pixelsOfPng(bytes, size) : pixelsOfJpeg(bytes, size);
}

let decoder: Promise<Buffer> | undefined;

/** Each picture has a memory of its own, so that one that breaks the decoder breaks no other. */
async function pixelsOfJpeg(bytes: Buffer, { width, height }: PictureSize): Promise<Pixels> {
  decoder ??= readFile(fileURLToPath(import.meta.resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm')));
  const silent = () => undefined;
  const options = { noInitialRun: true, wasmBinary: await decoder, print: silent, printErr: silent };
  await init(options);
  const exact = new Uint8Array(bytes).buffer;
  const picture = await decodeJpeg(exact, { preserveOrientation: true });
  if (picture.width * picture.height !== width * height) throw new Error('It is of another size.');
  return { ...sizeOf(picture), data: new Uint8Array(picture.data.buffer) };
}

function pixelsOfPng(png: Buffer, size: PictureSize): Pixels {
  assertUnpacksTo(png, size);
  const picture = decodePng(png);
  const { channels, depth, data } = picture;
  if (depth < 8 || picture.palette) return { ...sizeOf(picture), data: coloured(picture) };
  const eight = depth === 16 ? Uint8Array.from(data, (value) => value >> 8) : (data as Uint8Array);
  return { ...sizeOf(picture), data: channels === 3 ? eight : onWhite(eight, channels) };
}

const sizeOf = ({ width, height }: { width: number; height: number }) => ({ width, height });

/** Held against what it says of its size: a few kilobytes can be made to unfold into gigabytes. */
function assertUnpacksTo(png: Buffer, { width, height }: PictureSize): void {
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  inflateSync(Buffer.concat(parts), { maxOutputLength: (width * 8 + 8) * (height + 8) });
}

/** Fewer than eight bits, or a palette: greys of few bits are a palette too. */
function coloured(picture: DecodedPng): Uint8Array {
  const most = 2 ** picture.depth - 1;
  const greys = () =>
    Array.from({ length: most + 1 }, (_, value) => Array<number>(3).fill((255 * value) / most));
  const palette = picture.palette ?? greys();
  const data = convertIndexedToRgb({ ...picture, palette });
  return palette[0]?.length === 4 ? onWhite(data, 4) : data;
}

/** Greys or colours, with alpha or without, as RGB: what is transparent shows the paper. */
function onWhite(data: Uint8Array, channels: number): Uint8Array {
  const pixels = data.length / channels;
  const hasAlpha = channels === 2 || channels === 4;
  const rgb = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const from = pixel * channels;
    const alpha = hasAlpha ? (data[from + channels - 1] ?? 255) : 255;
    for (let colour = 0; colour < 3; colour += 1) {
      const value = data[from + (channels > 2 ? colour : 0)] ?? 0;
      rgb[pixel * 3 + colour] = 255 + ((value - 255) * alpha) / 255;
    }
  }
  return rgb;
}
