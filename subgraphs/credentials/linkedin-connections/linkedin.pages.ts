import { createHash } from 'node:crypto';

interface Words {
  status: number;
  id: string;
  en: string;
}

/** What the browser is told, in Indonesian and English. */
const words = {
  connected: {
    status: 200,
    id: 'LinkedIn Anda terhubung. Anda dapat menutup halaman ini.',
    en: 'Your LinkedIn is connected. You can close this page.',
  },
  cancelled: {
    status: 200,
    id: 'Anda tidak memberi izin di LinkedIn. Tidak ada yang berubah.',
    en: 'You did not allow it on LinkedIn. Nothing has changed.',
  },
  invalid: {
    status: 400,
    id: 'Tautan ini tidak berlaku, sudah dipakai, atau dibuka di peramban lain. Tidak ada yang berubah; silakan mulai lagi.',
    en: 'This link is not valid, was used before, or belongs to another browser. Nothing has changed; please start again.',
  },
  refused: {
    status: 502,
    id: 'LinkedIn menolak permintaan ini. Tidak ada yang berubah; silakan mulai lagi.',
    en: 'LinkedIn refused the request. Nothing has changed; please start again.',
  },
  unavailable: {
    status: 503,
    id: 'LinkedIn tidak menjawab. Tidak ada yang berubah; silakan coba lagi nanti.',
    en: 'LinkedIn does not answer. Nothing has changed; please try again later.',
  },
} satisfies Record<string, Words>;

export type LinkedInPage = keyof typeof words;

const style = `body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.5rem}p{color:#555}@media(prefers-color-scheme:dark){body{color:#eee;background:#111}p{color:#aaa}}`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** Headers of every page and redirect here: what is in their addresses is nobody else’s business. */
export const privateHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'`,
};

/** A page that says how it went, and nothing that came from outside. */
export function linkedInPage(which: LinkedInPage): { status: number; html: string } {
  const { status, id, en } = words[which];
  const html = `<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>LinkedIn</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${id}</h1>
<p lang="en">${en}</p>
</main>
</body>
</html>
`;
  return { status, html };
}
