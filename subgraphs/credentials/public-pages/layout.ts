import { createHash } from 'node:crypto';
import type { Language } from '../achievements/localised-text.ts';
import type { PublicAnswer } from './cached.ts';
import { Html, html } from './html.ts';

const style = `:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--line:#d0d7de;--accent:#0b5cad;--good:#116329;--bad:#a40e26;--wait:#7d4e00}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#a0aab4;--paper:#0d1117;--line:#3d444d;--accent:#79b8ff;--good:#56d364;--bad:#ff8182;--wait:#e3b341}}
*{box-sizing:border-box}body{margin:0;font:1.05rem/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
.wrap{max-width:44rem;margin:0 auto;padding:1rem}header.top{display:flex;justify-content:space-between;gap:1rem;border-bottom:1px solid var(--line);margin-bottom:1.25rem;padding-bottom:.5rem}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0;overflow-wrap:anywhere}h2{font-size:1.15rem;margin:1.5rem 0 .5rem}a{color:var(--accent)}a:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.35rem 1rem;margin:1rem 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
@media(max-width:30rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}}
.picture{display:block;width:min(16rem,70vw);height:auto;margin:0 auto}.status{display:inline-block;border:2px solid;border-radius:.5rem;padding:.2rem .7rem;font-weight:700}
.good{color:var(--good)}.bad{color:var(--bad)}.wait{color:var(--wait)}.soft{color:var(--soft)}.buttons{display:flex;flex-wrap:wrap;gap:.6rem;padding:0;list-style:none}
.buttons a,button{display:inline-block;border:1px solid var(--accent);border-radius:.5rem;padding:.5rem .9rem;text-decoration:none;background:var(--paper);color:var(--accent);font:inherit;cursor:pointer}
.qr{width:9rem;background:#fff;padding:.5rem}.qr svg{display:block;width:100%;height:auto}.said{white-space:pre-line;overflow-wrap:anywhere}
form{margin:1rem 0;padding:1rem;border:1px solid var(--line);border-radius:.5rem}label{display:block;font-weight:600;margin-bottom:.3rem}input{width:100%;font:inherit;padding:.5rem;margin-bottom:.7rem;border:1px solid var(--soft);border-radius:.35rem;background:var(--paper);color:var(--ink)}
table{width:100%;border-collapse:collapse}th,td{text-align:left;padding:.35rem .5rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}`;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const words = {
  id: { other: 'English', otherCode: 'en', verify: 'Periksa kredensial' },
  en: { other: 'Bahasa Indonesia', otherCode: 'id', verify: 'Verify a credential' },
} as const;

export interface Page {
  title: string;
  language: Language;
  /** Path of the page itself, for the link to the other language. */
  path: string;
  /** What stands behind that path, for the same link. */
  query?: Record<string, string>;
  main: Html;
  /** What a network shows where the page is shared. */
  preview?: { image: string; url: string; description: string };
  /** Whether search engines may list it; they may not list what is about a person. */
  listed?: boolean;
}

/** The headers of every page for people: nothing runs on it, and nobody frames it. */
export const pageHeaders = {
  'content-security-policy': policy,
  'referrer-policy': 'strict-origin-when-cross-origin',
  vary: 'Accept, Accept-Language',
};

/** A whole page, without scripts. */
export function pageText(page: Page): string {
  const { language, preview } = page;
  const said = words[language];
  const there = new URLSearchParams({ ...page.query, lang: said.otherCode });
  const document = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${!page.listed && html`<meta name="robots" content="noindex">`}
<link rel="icon" href="data:,">
<title>${page.title}</title>
${
  preview &&
  html`<meta property="og:title" content="${page.title}">
<meta property="og:description" content="${preview.description}">
<meta property="og:image" content="${preview.image}">
<meta property="og:url" content="${preview.url}">
<link rel="canonical" href="${preview.url}">`
}
<style>${new Html(style)}</style>
</head>
<body>
<div class="wrap">
<header class="top"><a href="/verify?lang=${language}">${said.verify}</a><a href="${page.path}?${there.toString()}" hreflang="${said.otherCode}" lang="${said.otherCode}">${said.other}</a></header>
<main>
${page.main}
</main>
</div>
</body>
</html>
`;
  return document.text;
}

/** A page that others may keep for `maxAge` seconds. */
export function pageAnswer(page: Page, maxAge: number): PublicAnswer {
  return { type: 'text/html; charset=utf-8', body: pageText(page), maxAge, headers: pageHeaders };
}
