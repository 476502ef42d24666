import type { PageLanguage } from '../../../platform/page-language.ts';
import { formPageText } from '../../../platform/pages/form-page.ts';
import { html } from '../../../platform/pages/html.ts';

interface Words extends Record<PageLanguage, { title: string; text: string }> {
  status: number;
}

/** What the browser is told. */
const words = {
  connected: {
    status: 200,
    id: { title: 'LinkedIn Anda terhubung', text: 'Anda dapat menutup halaman ini.' },
    en: { title: 'Your LinkedIn is connected', text: 'You can close this page.' },
  },
  cancelled: {
    status: 200,
    id: { title: 'Anda tidak memberi izin di LinkedIn', text: 'Tidak ada yang berubah.' },
    en: { title: 'You did not allow it on LinkedIn', text: 'Nothing has changed.' },
  },
  invalid: {
    status: 400,
    id: {
      title: 'Tautan ini tidak berlaku',
      text: 'Mungkin sudah dipakai, atau dibuka di peramban lain. Tidak ada yang berubah; silakan mulai lagi.',
    },
    en: {
      title: 'This link is not valid',
      text: 'It may have been used before, or belong to another browser. Nothing has changed; please start again.',
    },
  },
  refused: {
    status: 502,
    id: { title: 'LinkedIn menolak permintaan ini', text: 'Tidak ada yang berubah; silakan mulai lagi.' },
    en: { title: 'LinkedIn refused the request', text: 'Nothing has changed; please start again.' },
  },
  unavailable: {
    status: 503,
    id: { title: 'LinkedIn tidak menjawab', text: 'Tidak ada yang berubah; silakan coba lagi nanti.' },
    en: { title: 'LinkedIn does not answer', text: 'Nothing has changed; please try again later.' },
  },
} satisfies Record<string, Words>;

export type LinkedInPage = keyof typeof words;

/**
 * A page that says how it went, and nothing that came from outside. It leads to no other language: what
 * stands in its address may be used once.
 */
export function linkedInPage(which: LinkedInPage, language: PageLanguage): { status: number; html: string } {
  const { title, text } = words[which][language];
  const main = html`<h1>${title}</h1><p>${text}</p>`;
  return { status: words[which].status, html: formPageText({ title, language, main }) };
}
