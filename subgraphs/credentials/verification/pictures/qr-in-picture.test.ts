import { describe, expect, it } from '@jest/globals';
import { encode } from 'fast-png';
import { encodeQR } from 'qr';
import { textOfFile } from '../evidence.ts';
import { claiming, held, photo, withSegment } from './pictures-under-test.ts';
import { qrInPicture } from './qr-in-picture.ts';

const text = 'https://hub.example.org/credentials/badges/01a1fea7-0331-7168-bf9f-78b92fe484a4';

const problemOf = async (picture: Buffer) => {
  const found = await qrInPicture(picture);
  return 'problem' in found ? found.problem.en : `found ${found.text}`;
};

describe('a picture of a QR code', () => {
  it.each<[string, () => Promise<Buffer>]>([
    ['of a phone, 12 megapixels', () => photo(text, 800, 600, { times: 5 })],
    ['of a phone, 24 megapixels', () => photo(text, 952, 714, { times: 6 })],
    ['that loads bit by bit', () => photo(text, 800, 600, { progressive: true })],
    ['without colours', () => photo(text, 800, 600, { colorSpace: 1 })],
    [
      'that holds a PDF, a zip and a script besides',
      async () => {
        const more = Buffer.from('%PDF-1.7 PK\x03\x04<script>alert(1)</script>', 'latin1');
        return Buffer.concat([withSegment(await photo(text, 800, 600), 0xfe, more), more]);
      },
    ],
  ])('is read from a JPEG %s', async (_what, make) => {
    expect(await qrInPicture(await make())).toEqual({ text });
  });

  it.each([1, 3, 6, 8])('is read however the phone was held (EXIF %i)', async (orientation) => {
    expect(await qrInPicture(held(await photo(text, 800, 600), orientation))).toEqual({ text });
  });

  const rows = encodeQR(text, 'raw', { scale: 4 });
  const side = rows.length;
  const each = (pixel: (dark: boolean) => number[]) =>
    Uint8Array.from(rows.flatMap((row) => row.flatMap((dark) => pixel(dark))));
  const bits = Uint8Array.from(
    rows.flatMap((row) =>
      Array.from({ length: Math.ceil(side / 8) }, (_, byte) =>
        [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, bit) => sum | (row[byte * 8 + bit] ? 0 : 0x80 >> bit), 0),
      ),
    ),
  );
  const palette = [
    [0, 0, 0],
    [255, 255, 255],
  ];

  it.each([
    ['in colour', { channels: 3, data: each((dark) => Array(3).fill(dark ? 0 : 255)) }],
    ['in greys', { channels: 1, data: each((dark) => [dark ? 0 : 255]) }],
    ['in greys, on nothing', { channels: 2, data: each((dark) => [0, dark ? 255 : 0]) }],
    ['in black on nothing', { channels: 4, data: each((dark) => [0, 0, 0, dark ? 255 : 0]) }],
    [
      'in 16 bits',
      {
        channels: 1,
        depth: 16 as const,
        data: Uint16Array.from(
          each((dark) => [dark ? 0 : 255]),
          (value) => value * 257,
        ),
      },
    ],
    ['in one bit', { channels: 1, depth: 1 as const, data: bits }],
    ['in a palette', { channels: 1, depth: 1 as const, data: bits, palette }],
  ])('is read from a PNG %s', async (_what, picture) => {
    expect(await qrInPicture(Buffer.from(encode({ width: side, height: side, ...picture })))).toEqual({
      text,
    });
  });

  it('is not looked for in one that says it has more pixels than 25 million', async () => {
    const small = await photo(text, 800, 600);
    for (const [width, height] of [
      [65_535, 65_535],
      [5_001, 5_000],
    ] as const)
      expect(await problemOf(claiming(small, width, height))).toMatch(/25 million pixels/);
  });

  it('is not found in one that is damaged, and the next is read all the same', async () => {
    const whole = await photo(text, 800, 600);
    const other = claiming(whole, 5_000, 5_000);
    const without = await photo(text, 40, 30);
    for (const broken of [other, whole.subarray(0, 2_000), whole.subarray(0, 700), without])
      expect(await problemOf(broken)).toMatch(/neither a credential nor a QR code/);
    const beginning = Buffer.from([0xff, 0xd8, 0xff]);
    const noFrame = [
      beginning,
      Buffer.concat([beginning, Buffer.alloc(1_000_000, 0xff)]),
      Buffer.concat([beginning, Buffer.from([0xe0, 0, 0]), Buffer.alloc(20)]),
    ];
    for (const broken of noFrame) expect(await problemOf(broken)).toMatch(/damaged/);
    expect(await qrInPicture(whole)).toEqual({ text });
  });

  it('waits for its turn, and where too many wait one is told to come again', async () => {
    const picture = await photo(text, 800, 600);
    const found = await Promise.all(Array.from({ length: 20 }, () => problemOf(picture)));
    expect(found.filter((said) => said === `found ${text}`)).toHaveLength(8);
    expect(found.filter((said) => said.includes('try again'))).toHaveLength(12);
  });

  it.each([
    ['WebP', 'RIFF\x10\x00\x00\x00WEBPVP8 '],
    ['HEIC', '\x00\x00\x00\x18ftypheic\x00\x00'],
    ['HEIC', '\x00\x00\x00\x18ftypmif1\x00\x00'],
    ['AVIF', '\x00\x00\x00\x18ftypavif\x00\x00'],
    ['GIF', 'GIF89a\x00\x00'],
  ])('is not read from %s, and one is told which to take', async (kind, head) => {
    const found = await textOfFile(Buffer.from(head, 'latin1'));
    expect('problem' in found && found.problem.en).toContain(`this one is ${kind}: save it as JPEG`);
    expect('problem' in found && found.problem.id).toContain(`yang ini ${kind}`);
  });
});
