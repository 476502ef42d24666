/** One text in several languages, by BCP 47 tag (`id`, `en`, `en-US`). */
export type LanguageMap = Readonly<Record<string, string>>;

/** What is taken when none of the wanted languages is there. */
const fallbacks = ['id', 'en'];

/**
 * The text in the first of `languages` that there is: by the tag itself, then by its language alone, so
 * that `en-US` finds `en`, and `en` finds `en-GB`. Else in Indonesian, in English, or in whatever there
 * is; an empty text when there is none. A plain string is the text in every language.
 */
export function inLanguage(text: LanguageMap | string, ...languages: string[]): string {
  if (typeof text === 'string') return text;
  const entries = Object.entries(text).filter(([, words]) => words.trim() !== '');
  for (const wanted of [...languages, ...fallbacks]) {
    const exact = entries.find(([tag]) => sameTag(tag, wanted));
    const near = exact ?? entries.find(([tag]) => sameTag(primary(tag), primary(wanted)));
    if (near) return near[1];
  }
  return entries[0]?.[1] ?? '';
}

function sameTag(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function primary(tag: string): string {
  return tag.split(/[-_]/)[0] as string;
}
