import { decodePDFRawStream, degrees, PDFDocument, PDFRawStream } from '@cantoo/pdf-lib';
import { describe, expect, it } from '@jest/globals';
import { type Corner, stampQr } from './stamp-qr.ts';

const address = 'https://hub.example.org/verify/documents/AAAAAAAAAAAAAAAAAAAAAA';

/** Where the upper left of the QR code stands on a page of 600 by 800, before it is turned. */
async function placeOf(corner: Corner | undefined, angle: number): Promise<[number, number]> {
  const blank = await PDFDocument.create();
  const page = blank.addPage([600, 800]);
  page.setRotation(degrees(angle));
  const stamped = await stampQr(await blank.save(), { address, corner });
  const [content = ''] = (await PDFDocument.load(stamped)).context
    .enumerateIndirectObjects()
    .flatMap(([, object]) => (object instanceof PDFRawStream ? [decodePDFRawStream(object).decode()] : []))
    .map((bytes) => Buffer.from(bytes).toString('latin1'))
    .filter((text) => text.includes(' cm'));
  const [, x = '', y = ''] = /1 0 0 1 ([\d.]+) ([\d.]+) cm/.exec(content) ?? [];
  return [Number(x), Number(y)];
}

const [left, right, below, above] = [18, 511, 89, 782];

describe('the QR code on a permit', () => {
  it.each<[Corner | undefined, number, [number, number]]>([
    [undefined, 0, [right, below]],
    ['BOTTOM_RIGHT', 0, [right, below]],
    ['BOTTOM_LEFT', 0, [left, below]],
    ['TOP_LEFT', 0, [left, above]],
    ['TOP_RIGHT', 0, [right, above]],
    // A page that is turned clockwise shows its left side above.
    ['TOP_RIGHT', 90, [left, above]],
    ['BOTTOM_RIGHT', 90, [right, above]],
    ['TOP_LEFT', 180, [right, below]],
    ['TOP_LEFT', 270, [right, above]],
  ])(
    'stands in the corner that was chosen (%s), as a page is read that is turned by %i',
    async (corner, angle, place) => {
      expect(await placeOf(corner, angle)).toEqual(place);
    },
  );
});
