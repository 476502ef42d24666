import { createHash } from 'node:crypto';
import type { CheckResult, Verdict } from './document-check.ts';

interface Words {
  id: string;
  en: string;
  look: 'good' | 'wait' | 'bad';
}

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

/** Why nothing was checked, in the same two languages. */
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
  permitNumber: 'Nomor izin / Permit number',
  permitType: 'Jenis izin / Kind of permit',
  holder: 'Pemegang / Holder',
  expiresOn: 'Berlaku sampai / Valid until',
  signerName: 'Penanda tangan / Signed by',
  signedAt: 'Ditandatangani / Signed at',
  sha256: 'SHA-256',
} as const;

const style = `body{font:1.05rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}a{color:#0b4f9e}.verdict{border-left:.4rem solid;padding:.2rem 1rem;margin:1.5rem 0}
.good{border-color:#1b7f3b}.wait{border-color:#b07900}.bad{border-color:#b3261e}.verdict p{margin:.2rem 0}.verdict p:first-child{font-weight:600}
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

/** The page on which a document is checked, with what was found, if anything was asked. */
export function checkPage(results: readonly CheckResult[]): string {
  return pageWith(results.map(resultPart).join('\n'));
}

/** The same page when nothing could be checked. */
export function troublePage(trouble: keyof typeof troubles): string {
  return pageWith(saidPart(troubles[trouble]));
}

function pageWith(said: string): string {
  return `<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>Periksa dokumen izin / Check a permit document</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Periksa dokumen izin <span lang="en">/ Check a permit document</span></h1>
${said}
${forms}
<p><a href="/verify">Periksa sertifikat kompetensi <span lang="en">/ Check a credential</span></a></p>
</main>
</body>
</html>
`;
}

const forms = `<h2>Dengan nomor <span lang="en">/ By its number</span></h2>
<form method="get" action="/verify/documents">
<label for="number">Nomor izin <span lang="en">/ Permit number</span></label>
<input id="number" name="number" required maxlength="200" autocomplete="off">
<button>Periksa <span lang="en">/ Check</span></button>
</form>
<h2>Dengan berkas PDF <span lang="en">/ By the PDF</span></h2>
<form method="post" action="/verify/documents" enctype="multipart/form-data">
<label for="file">Berkas PDF, paling besar 20 MB <span lang="en">/ PDF of at most 20 MB</span></label>
<input id="file" name="file" type="file" accept="application/pdf" required>
<button>Periksa <span lang="en">/ Check</span></button>
</form>`;

function resultPart({ verdict, document }: CheckResult): string {
  const facts = Object.entries(labels).flatMap(([field, label]) => {
    const value = document?.[field as keyof typeof labels];
    if (!value) return [];
    const text = field === 'signedAt' ? timeText(value) : value;
    return [`<dt>${escaped(label)}</dt><dd>${escaped(text)}</dd>`];
  });
  return `${saidPart(words[verdict])}
${facts.length > 0 ? `<dl>${facts.join('')}</dl>` : ''}`;
}

function saidPart({ id, en, look }: Words): string {
  return `<div class="verdict ${look}" role="status"><p>${id}</p><p lang="en">${en}</p></div>`;
}

const times = new Intl.DateTimeFormat('id-ID', {
  timeZone: 'Asia/Jakarta',
  dateStyle: 'long',
  timeStyle: 'short',
});

function timeText(time: string): string {
  return `${times.format(new Date(time))} WIB`;
}
