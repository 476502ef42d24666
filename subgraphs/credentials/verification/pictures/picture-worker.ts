import { parentPort } from 'node:worker_threads';
import { decodeQR } from 'qr/decode.js';
import type { PictureSize } from './picture-size.ts';
import { pixelsOf } from './pixels.ts';
import { shrunk } from './shrink.ts';

/** A picture that says of itself that it is of that size. */
export interface PictureTask {
  picture: Uint8Array;
  size: PictureSize;
}

/** What its QR code says; null when it is damaged or has none. */
export type PictureAnswer = { qr: string | null };

/** Milliseconds in which the QR code is looked for in ever more ways. */
const timeLimit = 1_500;
/** Larger pictures the library refuses. */
const mostSide = 4096;

async function work({ picture, size }: PictureTask): Promise<PictureAnswer> {
  try {
    const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
    const pixels = shrunk(await pixelsOf(bytes, size), mostSide);
    return { qr: decodeQR(pixels, { timeLimit }).trim() };
  } catch {
    // The libraries say in many ways that there is none.
    return { qr: null };
  }
}

parentPort?.on('message', async (task: PictureTask) => parentPort?.postMessage(await work(task)));
