import PDFDocument from 'pdfkit';
import { encodeQR } from 'qr';
import { inLanguage, type Language } from '../achievements/localised-text.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import { dateText } from '../public-pages/language.ts';
import type { PublicCredential } from '../public-pages/public-credential.ts';
import { certificateFont } from './certificate-font.ts';
import { CertificateText } from './certificate-text.ts';

export type CertificateLayout = 'landscape' | 'portrait';

export interface CertificateForm {
  language: Language;
  layout: CertificateLayout;
  /** What is written in the holder’s place; null when they do not show their name. */
  holder: string | null;
}

const words = {
  id: {
    title: 'SERTIFIKAT',
    given: 'diberikan kepada',
    hidden: 'pemegang sertifikat ini',
    attests: 'atas pencapaian',
    number: 'Nomor',
    issued: 'Diterbitkan',
    expires: 'Berlaku sampai',
    forever: 'tanpa batas waktu',
    score: 'Nilai akhir',
    check: 'Keasliannya dan statusnya saat ini ada di alamat pada kode QR:',
  },
  en: {
    title: 'CERTIFICATE',
    given: 'is awarded to',
    hidden: 'the holder of this certificate',
    attests: 'for achieving',
    number: 'Number',
    issued: 'Issued',
    expires: 'Valid until',
    forever: 'without end',
    score: 'Final score',
    check: 'Whether it is genuine, and its status today, is told at the address in the QR code:',
  },
} as const;

/** Points. */
const margin = 48;
const qrSize = 96;
const accent = '#1f4e79';
const soft = '#555555';

/**
 * The certificate of a credential, one page of A4. It says what was true when it was issued; the address in
 * its QR code says what is true now. The same facts give the same bytes.
 */
export async function certificatePdf(
  { credential, achievement, issuer }: PublicCredential,
  { language, layout, holder }: CertificateForm,
  addresses: Addresses,
): Promise<Buffer> {
  const said = words[language];
  const name = inLanguage(achievement.name, language);
  const font = await certificateFont();
  const document = new PDFDocument({
    size: 'A4',
    layout,
    margin: 0,
    pdfVersion: '1.7',
    lang: language,
    displayTitle: true,
    info: {
      Title: `${font.writable(name)} – ${font.writable(issuer.name)}`,
      Author: font.writable(issuer.name),
      CreationDate: credential.issuedAt,
      ModDate: credential.issuedAt,
    },
  });
  const finished = collect(document);
  const { width, height } = document.page;
  const text = new CertificateText(document, font);
  const middle = { x: width / 2, width: width - 2 * (margin + 24) };
  document
    .lineWidth(2)
    .strokeColor(accent)
    .rect(margin / 2, margin / 2, width - margin, height - margin)
    .stroke();

  const roomy = layout === 'portrait' ? 1.5 : 1;
  let y = margin + 12 * roomy;
  y = text.centred(issuer.name, { ...middle, y }, { size: 18, smallest: 11, lines: 2, weight: 700 });
  y = text.centred(said.title, { ...middle, y: y + 14 * roomy }, { size: 34, weight: 700, colour: accent });
  y = text.centred(said.given, { ...middle, y: y + 6 * roomy }, { size: 13, colour: soft });
  y = text.centred(
    holder ?? said.hidden,
    { ...middle, y: y + 4 * roomy },
    { size: holder ? 30 : 18, smallest: 14, lines: 2, weight: holder ? 700 : 400 },
  );
  y = text.centred(said.attests, { ...middle, y: y + 6 * roomy }, { size: 13, colour: soft });
  y = text.centred(name, { ...middle, y: y + 4 * roomy }, { size: 22, smallest: 12, lines: 2, weight: 700 });
  const description = inLanguage(achievement.description, language);
  if (description.trim() !== name.trim())
    text.centred(
      description,
      { ...middle, y: y + 6 * roomy },
      { size: 11, lines: layout === 'portrait' ? 8 : 3 },
    );

  const bottom = height - margin - qrSize;
  const { certificateNumber, score, issuedAt, expiresAt } = credential;
  const facts = [
    ['SKKNI', credential.skkniCode ?? achievement.skkniCode],
    ['AQRF', credential.aqrfLevel ?? achievement.aqrfLevel],
    [said.score, score],
    [said.number, certificateNumber],
    [said.issued, dateText(issuedAt, language)],
    [said.expires, expiresAt ? dateText(expiresAt, language) : said.forever],
  ].filter(([, value]) => value !== null);
  const column = { x: margin, width: width - 2 * margin - qrSize - 16 };
  for (const [index, [term, value]] of facts.entries())
    text.left(`${term}: ${value}`, { ...column, y: bottom - 44 + index * 15 }, { size: 10 });
  const under = bottom - 44 + facts.length * 15 + 8;
  const link = addresses.badge(credential.id);
  text.left(said.check, { ...column, y: under }, { size: 8, colour: soft });
  text.left(link, { ...column, y: under + 11 }, { size: 8, colour: accent });
  document.link(column.x, under + 11, column.width, 11, link);
  drawQr(document, link, width - margin - qrSize, bottom);
  document.end();
  return finished;
}

function drawQr(document: PDFKit.PDFDocument, link: string, left: number, top: number): void {
  const rows = encodeQR(link, 'raw', { ecc: 'medium', border: 2 });
  const cell = qrSize / rows.length;
  // A little larger than they are, so that no viewer shows lines between them.
  for (const [y, row] of rows.entries())
    for (const [x, dark] of row.entries())
      if (dark) document.rect(left + x * cell, top + y * cell, cell + 0.05, cell + 0.05);
  document.fill('#000000');
  document.link(left, top, qrSize, qrSize, link);
}

function collect(document: PDFKit.PDFDocument): Promise<Buffer> {
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('error', reject);
    document.on('end', () => resolve(Buffer.concat(parts)));
  });
}
