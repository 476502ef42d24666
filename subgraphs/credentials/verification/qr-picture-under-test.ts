import { encode } from 'fast-png';
import { encodeQR } from 'qr';

/** A picture of the QR code of `text`, as a phone or a screen makes it; in base64. */
export function qrPicture(text: string): string {
  const rows = encodeQR(text, 'raw');
  const [scale, side] = [6, rows.length * 6];
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      const dark = rows[Math.floor(y / scale)]?.[Math.floor(x / scale)];
      data.fill(dark ? 0 : 255, (y * side + x) * 3, (y * side + x) * 3 + 3);
    }
  return Buffer.from(encode({ width: side, height: side, data, channels: 3 })).toString('base64');
}
