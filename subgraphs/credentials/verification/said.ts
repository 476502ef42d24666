import type { PageLanguage } from '../../../platform/page-language.ts';

/** Something that is said to people, in the languages of the pages. */
export type Said = Record<PageLanguage, string>;

export function said(en: string, id: string): Said {
  return { en, id };
}
