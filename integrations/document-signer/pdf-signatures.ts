import { createHash, X509Certificate } from 'node:crypto';
import { type CmsSignature, readCms } from './cms.ts';

/** One signature inside of a PDF. */
export interface PdfSignature {
  /** Whether the bytes that it covers are the ones that were signed. */
  intact: boolean;
  /** Whether nothing in the file lies outside of it. */
  coversWholeFile: boolean;
  /** Common name in the signer’s certificate; null when it has none or the signature cannot be read. */
  signerName: string | null;
  /** When it was made, as the signer’s clock said. */
  signedAt: Date | null;
  /** SHA-256 of the signature itself, by which it is known again in another file. */
  sha256: string;
  /** The signer’s certificate (DER); null when the signature cannot be read. */
  certificate: Buffer | null;
}

const byteRange = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g;
const hexadecimal = /^<[0-9A-Fa-f\s]*>$/;
/** A file with more is looked at no further. */
const mostSignatures = 50;

/**
 * The signatures in a PDF, in the order of the file, each held against the bytes that it covers. Whether a
 * certificate is to be trusted is not said: the signing service knows that.
 */
export function pdfSignatures(pdf: Buffer): PdfSignature[] {
  const found: PdfSignature[] = [];
  for (const match of pdf.toString('latin1').matchAll(byteRange)) {
    const signature = signatureOf(pdf, match.slice(1).map(Number));
    if (signature) found.push(signature);
    if (found.length === mostSignatures) break;
  }
  return found;
}

function signatureOf(pdf: Buffer, range: number[]): PdfSignature | null {
  const [start = 0, length = 0, next = 0, rest = 0] = range;
  const gap = pdf.subarray(start + length, next).toString('latin1');
  // What is left out must be the signature and nothing else, or something unsigned hides there.
  if (start !== 0 || next <= length || next + rest > pdf.length || !hexadecimal.test(gap)) return null;
  const cms = Buffer.from(gap.replace(/[<>\s]/g, ''), 'hex');
  const covered = [pdf.subarray(0, length), pdf.subarray(next, next + rest)];
  const read = readCms(cms);
  return {
    intact: read?.signs(covered) ?? false,
    coversWholeFile: next + rest === pdf.length,
    signerName: read && commonName(read),
    signedAt: read?.signedAt ?? null,
    sha256: createHash('sha256')
      .update(read?.bytes ?? cms)
      .digest('hex'),
    certificate: read?.certificate ?? null,
  };
}

function commonName({ certificate }: CmsSignature): string | null {
  const { subject } = new X509Certificate(certificate);
  return /^CN=(.+)$/m.exec(subject)?.[1] ?? null;
}
