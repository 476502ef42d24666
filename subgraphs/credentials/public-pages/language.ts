import type { Language } from '../achievements/localised-text.ts';

const inJakarta = { dateStyle: 'long', timeZone: 'Asia/Jakarta' } as const;
const formats = {
  id: new Intl.DateTimeFormat('id-ID', inJakarta),
  en: new Intl.DateTimeFormat('en-GB', inJakarta),
};

/** A date as people write it, in Jakarta's time. */
export function dateText(date: Date, language: Language): string {
  return formats[language].format(date);
}
