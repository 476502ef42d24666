import { PDFDocument, rgb, StandardFonts } from '@cantoo/pdf-lib';
import { encodeQR } from 'qr';

/** What is stamped onto a page. */
export interface Stamp {
  /** What the QR code holds: the address at which the public checks the document. */
  address: string;
  /** From 1; the last page when absent. */
  page?: number | undefined;
  /** As the page is read; below, right when absent. */
  corner?: Corner | undefined;
}

/** Clockwise. */
const corners = ['TOP_LEFT', 'TOP_RIGHT', 'BOTTOM_RIGHT', 'BOTTOM_LEFT'] as const;
export type Corner = (typeof corners)[number];

/** In points: 25 mm with the quiet zone, which a phone reads off paper. */
const side = 71;
const margin = 18;
const black = rgb(0, 0, 0);

/**
 * The PDF with the QR code in a corner of a page and its address beneath. What was there stays byte by byte,
 * and what is added comes after it, so that earlier signatures stay valid.
 */
export async function stampQr(
  pdf: Uint8Array,
  { address, page: number, corner = 'BOTTOM_RIGHT' }: Stamp,
): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { forIncrementalUpdate: true, updateMetadata: false });
  const page = document.getPage((number ?? document.getPageCount()) - 1);
  const font = await document.embedFont(StandardFonts.Helvetica);
  const box = page.getCropBox();
  const drawn = asDrawn(corner, page.getRotation().angle);
  const left = drawn.endsWith('LEFT');
  const x = left ? box.x + margin : box.x + box.width - side - margin;
  const y = drawn.startsWith('TOP') ? box.y + box.height - side - margin : box.y + margin;
  const rows = encodeQR(address, 'raw', { ecc: 'medium', border: 4 });
  const size = Math.max(4, Math.min(6, (6 * (box.width - 2 * margin)) / font.widthOfTextAtSize(address, 6)));
  const width = font.widthOfTextAtSize(address, size);
  page.drawRectangle({ x, y, width: side, height: side, color: rgb(1, 1, 1) });
  page.drawSvgPath(pathOf(rows), { x, y: y + side, scale: side / rows.length, color: black, borderWidth: 0 });
  page.drawText(address, { x: left ? x : x + side - width, y: y - size - 2, size, font, color: black });
  return document.commit({ useObjectStreams: false });
}

/** The corner on the page as it is drawn, which is turned clockwise by `angle` before it is read. */
function asDrawn(corner: Corner, angle: number): Corner {
  const turns = Math.round(angle / 90);
  return corners[(((corners.indexOf(corner) - turns) % 4) + 4) % 4] as Corner;
}

/** Dark modules as squares of one unit, those that touch in a row as one. */
function pathOf(rows: readonly boolean[][]): string {
  const parts: string[] = [];
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      const from = x;
      while (row[x]) x += 1;
      if (x > from) parts.push(`M${from} ${y}h${x - from}v1h-${x - from}z`);
    }
  });
  return parts.join('');
}
