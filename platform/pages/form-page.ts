import type { PageLanguage } from '../page-language.ts';
import { type Html, html } from './html.ts';
import { pageStyle, pageStyleHash } from './style.ts';

const otherLanguage = {
  id: { code: 'en', name: 'English' },
  en: { code: 'id', name: 'Bahasa Indonesia' },
} as const;

/** A page on which somebody types a secret, or decides something. */
export interface FormPage {
  title: string;
  language: PageLanguage;
  /** Path of the page, for the link to the other language; without one there is no such link. */
  path?: string | undefined;
  main: Html;
}

/**
 * The headers of such a page: nothing runs on it, nobody frames or keeps it, and no other site is told its
 * address.
 *
 * @param leadsTo where else than to the hub its forms may lead in the end, as sources of a content security
 *   policy: browsers look at redirects too
 */
export function formPageHeaders(leadsTo: readonly string[] = []): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `style-src ${pageStyleHash}`,
    'img-src data:',
    `form-action ${["'self'", ...leadsTo].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    vary: 'Accept-Language, Cookie',
  };
}

/** A whole page, without scripts. */
export function formPageText({ title, language, path, main }: FormPage): string {
  const other = otherLanguage[language];
  const document = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title}</title>
${pageStyle}
</head>
<body>
<div class="wrap">
<header class="top"><strong>Skills Hub</strong>${path && html`<a href="${path}?lang=${other.code}" hreflang="${other.code}" lang="${other.code}">${other.name}</a>`}</header>
<main>
${main}
</main>
</div>
</body>
</html>
`;
  return document.text;
}
