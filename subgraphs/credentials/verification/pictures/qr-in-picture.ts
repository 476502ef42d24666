import { BoundedThread } from '../../../../platform/threads/bounded-thread.ts';
import { type Said, said } from '../said.ts';
import { pictureSize } from './picture-size.ts';
import type { PictureAnswer, PictureTask } from './picture-worker.ts';

/** Twice what most phones make; unpacked, each pixel is four bytes. */
const mostPixels = 25_000_000;

const thread = new BoundedThread<PictureTask, PictureAnswer>({
  what: 'pictures',
  module: new URL(import.meta.url.replace(/qr-in-picture(\.[jt]s)$/, 'picture-worker$1')),
  // The largest takes a second or two.
  patienceMs: 8_000,
  mostGrowth: 768 * 1024 * 1024,
  mostWaiting: 8,
});

const damaged = said('The picture is damaged.', 'Gambarnya rusak.');
const tooLarge = said(
  'The picture has more than 25 million pixels; take a smaller one, or cut out the QR code.',
  'Gambarnya lebih dari 25 juta piksel; ambil yang lebih kecil, atau potong kode QR-nya.',
);
const nothing = said(
  'The picture holds neither a credential nor a QR code that can be read.',
  'Gambarnya tidak memuat kredensial atau kode QR yang dapat dibaca.',
);
const tooMuch = said(
  'The picture takes too much time or memory to read.',
  'Gambarnya terlalu berat untuk dibaca.',
);
const busy = said(
  'Many pictures are being read at the moment; try again in a minute.',
  'Banyak gambar sedang dibaca; coba lagi sebentar lagi.',
);

/** What the QR code in a PNG or JPEG says, or why there is none. Bounded in pixels, time and memory. */
export async function qrInPicture(picture: Buffer): Promise<{ text: string } | { problem: Said }> {
  const size = pictureSize(picture);
  if (!size) return { problem: damaged };
  if (size.width * size.height > mostPixels) return { problem: tooLarge };
  const answer = await thread.run({ picture, size });
  if ('givenUp' in answer) return { problem: answer.givenUp === 'BUSY' ? busy : tooMuch };
  return answer.qr ? { text: answer.qr } : { problem: nothing };
}
