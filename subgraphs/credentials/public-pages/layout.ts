import { type Html, html } from '../../../platform/pages/html.ts';
import { pageStyle, pageStyleHash } from '../../../platform/pages/style.ts';
import type { Language } from '../achievements/localised-text.ts';
import type { PublicAnswer } from './cached.ts';

const policy = [
  "default-src 'none'",
  `style-src ${pageStyleHash}`,
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
${pageStyle}
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
