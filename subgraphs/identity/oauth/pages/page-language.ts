import type { FastifyRequest } from 'fastify';
import { languageOf, type PageLanguage } from '../../../../platform/page-language.ts';

const cookie = 'hub-language';

/**
 * The language of a page while somebody signs in: what they chose on this page or the one before it, what
 * the app asked for (`ui_locales`), or what the browser likes best.
 */
export function chosenLanguage(
  request: Pick<FastifyRequest, 'query' | 'headers'>,
  uiLocales?: unknown,
): PageLanguage {
  const { lang } = (request.query ?? {}) as { lang?: unknown };
  if (lang === 'id' || lang === 'en') return lang;
  const kept = /(?:^|;\s*)hub-language=(id|en)(?:;|$)/.exec(request.headers.cookie ?? '')?.[1];
  if (kept) return kept as PageLanguage;
  const wanted = String(uiLocales ?? '')
    .split(' ')
    .map((tag) => tag.split('-')[0]);
  const known = wanted.find((tag) => tag === 'id' || tag === 'en');
  return (known as PageLanguage | undefined) ?? languageOf(request);
}

/** Keeps a language that was chosen on a page for the next one; undefined when none was. */
export function languageCookie(request: FastifyRequest): string | undefined {
  const { lang } = (request.query ?? {}) as { lang?: unknown };
  return lang === 'id' || lang === 'en'
    ? `${cookie}=${lang}; Path=/oauth; SameSite=Lax; HttpOnly`
    : undefined;
}
