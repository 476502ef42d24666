import { html } from '../../../platform/pages/html.ts';
import type { Language } from '../achievements/localised-text.ts';
import { type Page, pageHeaders, pageText } from './layout.ts';

const words = {
  id: { title: 'Tidak ditemukan', text: 'Alamat ini tidak dikenal. Periksa kembali tautannya.' },
  en: { title: 'Not found', text: 'This address is not known. Check the link again.' },
} as const;

/** The same for every id that is not known, whatever it looks like. */
export function notFoundPage(
  language: Language,
  path: string,
): { headers: Record<string, string>; body: string } {
  const { title, text } = words[language];
  const page: Page = { title, language, path, main: html`<h1>${title}</h1><p>${text}</p>` };
  return { headers: { ...pageHeaders, 'cache-control': 'no-store' }, body: pageText(page) };
}
