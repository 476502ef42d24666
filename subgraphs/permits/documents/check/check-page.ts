import { createHash } from 'node:crypto';
import type { PageLanguage } from '../../../../platform/page-language.ts';
import type { CheckResult, Verdict } from './document-check.ts';

type Words = Record<PageLanguage, string> & { look: 'good' | 'wait' | 'bad' };

/** What the public is told, in Indonesian and English. */
const words: Record<Verdict, Words> = {
  GENUINE: {
    id: 'Dokumen ini asli: inilah dokumen yang ditandatangani secara elektronik.',
    en: 'This document is genuine: it is the one that was signed electronically.',
    look: 'good',
  },
  SIGNED: {
    id: 'Dokumen ini telah ditandatangani. Tanda tangannya sedang diverifikasi.',
    en: 'This document was signed. Its signature is being verified.',
    look: 'wait',
  },
  WITHDRAWN: {
    id: 'Dokumen ini pernah ditandatangani, tetapi tidak berlaku lagi.',
    en: 'This document was signed, and is no longer valid.',
    look: 'bad',
  },
  UNSIGNED: {
    id: 'Ini versi dokumen sebelum ditandatangani. Mintalah versi yang ditandatangani.',
    en: 'This is a version from before the document was signed. Ask for the signed one.',
    look: 'bad',
  },
  ALTERED: {
    id: 'Berkas ini telah diubah setelah ditandatangani. Jangan dipercaya.',
    en: 'This file was changed after it was signed. Do not trust it.',
    look: 'bad',
  },
  UNKNOWN: {
    id: 'Dokumen ini tidak dikenal di sini.',
    en: 'This document is not known here.',
    look: 'bad',
  },
};

/** Why nothing was checked. */
export const troubles = {
  tooLarge: {
    id: 'Berkas terlalu besar: paling besar 20 MB.',
    en: 'The file is too large: 20 MB at most.',
    look: 'bad',
  },
  noPdf: { id: 'Pilih berkas PDF.', en: 'Choose a PDF.', look: 'bad' },
  later: {
    id: 'Tidak dapat diperiksa saat ini. Coba lagi nanti.',
    en: 'It cannot be checked at the moment. Try again later.',
    look: 'wait',
  },
} as const satisfies Record<string, Words>;

const labels = {
  permitNumber: { id: 'Nomor izin', en: 'Permit number' },
  permitType: { id: 'Jenis izin', en: 'Kind of permit' },
  holder: { id: 'Pemegang', en: 'Holder' },
  expiresOn: { id: 'Berlaku sampai', en: 'Valid until' },
  signerName: { id: 'Penanda tangan', en: 'Signed by' },
  signedAt: { id: 'Ditandatangani', en: 'Signed at' },
  sha256: { id: 'SHA-256', en: 'SHA-256' },
} as const;

const pageWords = {
  id: {
    title: 'Periksa dokumen izin',
    byNumber: 'Dengan nomor',
    number: 'Nomor izin',
    byFile: 'Dengan berkas PDF',
    file: 'Berkas PDF, paling besar 20 MB',
    check: 'Periksa',
    credentials: 'Periksa sertifikat kompetensi',
    other: 'English',
    otherCode: 'en',
  },
  en: {
    title: 'Check a permit document',
    byNumber: 'By its number',
    number: 'Permit number',
    byFile: 'By the PDF',
    file: 'PDF of at most 20 MB',
    check: 'Check',
    credentials: 'Check a credential',
    other: 'Bahasa Indonesia',
    otherCode: 'id',
  },
} as const;

const style = `body{font:1.05rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
header{text-align:right}h1{font-size:1.4rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}a{color:#0b4f9e}.verdict{border-left:.4rem solid;padding:.2rem 1rem;margin:1.5rem 0}
.good{border-color:#1b7f3b}.wait{border-color:#b07900}.bad{border-color:#b3261e}.verdict p{margin:.2rem 0;font-weight:600}
dt{color:#555;font-size:.9rem}dd{margin:0 0 .6rem;overflow-wrap:anywhere}label{display:block;margin:.8rem 0 .2rem}
input,button{font:inherit;padding:.5rem;max-width:100%;box-sizing:border-box}input[name=number]{width:100%}
@media(prefers-color-scheme:dark){body{color:#eee;background:#111}dt{color:#aaa}a{color:#8ab8ff}}`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** With which the pages are sent: nothing runs, nothing is fetched, nobody frames them. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy': `default-src 'none'; img-src data:; style-src 'sha256-${styleHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
} as const;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** In which language a page is, and where it stands, for its link to the other one. */
export interface PagePlace {
  language: PageLanguage;
  /** Path of the page itself. */
  path: string;
  /** The number that was asked for, if any. */
  number?: string;
}

/** The page on which a document is checked, with what was found, if anything was asked. */
export function checkPage(place: PagePlace, results: readonly CheckResult[]): string {
  return pageWith(place, results.map((result) => resultPart(result, place.language)).join('\n'));
}

/** The same page when nothing could be checked. */
export function troublePage(place: PagePlace, trouble: keyof typeof troubles): string {
  return pageWith(place, saidPart(troubles[trouble], place.language));
}

function pageWith({ language, path, number }: PagePlace, content: string): string {
  const said = pageWords[language];
  const there = new URLSearchParams({ ...(number !== undefined && { number }), lang: said.otherCode });
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${said.title}</title>
<style>${style}</style>
</head>
<body>
<header><a href="${escaped(`${path}?${there}`)}" hreflang="${said.otherCode}" lang="${said.otherCode}">${said.other}</a></header>
<main>
<h1>${said.title}</h1>
${content}
${forms(language)}
<p><a href="/verify?lang=${language}">${said.credentials}</a></p>
</main>
</body>
</html>
`;
}

function forms(language: PageLanguage): string {
  const said = pageWords[language];
  return `<h2>${said.byNumber}</h2>
<form method="get" action="/verify/documents">
<input type="hidden" name="lang" value="${language}">
<label for="number">${said.number}</label>
<input id="number" name="number" required maxlength="200" autocomplete="off">
<button>${said.check}</button>
</form>
<h2>${said.byFile}</h2>
<form method="post" action="/verify/documents?lang=${language}" enctype="multipart/form-data">
<label for="file">${said.file}</label>
<input id="file" name="file" type="file" accept="application/pdf" required>
<button>${said.check}</button>
</form>`;
}

function resultPart({ verdict, document }: CheckResult, language: PageLanguage): string {
  const facts = Object.entries(labels).flatMap(([field, label]) => {
    const value = document?.[field as keyof typeof labels];
    if (!value) return [];
    const text = field === 'signedAt' ? timeText(value, language) : value;
    return [`<dt>${label[language]}</dt><dd>${escaped(text)}</dd>`];
  });
  return `${saidPart(words[verdict], language)}
${facts.length > 0 ? `<dl>${facts.join('')}</dl>` : ''}`;
}

function saidPart(words: Words, language: PageLanguage): string {
  return `<div class="verdict ${words.look}" role="status"><p>${words[language]}</p></div>`;
}

const inJakarta = { timeZone: 'Asia/Jakarta', dateStyle: 'long', timeStyle: 'short' } as const;
const times = {
  id: new Intl.DateTimeFormat('id-ID', inJakarta),
  en: new Intl.DateTimeFormat('en-GB', inJakarta),
};

function timeText(time: string, language: PageLanguage): string {
  return `${times[language].format(new Date(time))} WIB`;
}
