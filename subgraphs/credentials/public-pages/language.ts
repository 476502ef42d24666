import type { FastifyRequest } from 'fastify';
import type { Language } from '../achievements/localised-text.ts';

/** The language of a page: what `?lang=` says, or what the browser likes best; Indonesian when it says nothing. */
export function languageOf(request: FastifyRequest): Language {
  const { lang } = (request.query ?? {}) as { lang?: unknown };
  if (lang === 'id' || lang === 'en') return lang;
  const liked = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().split(';');
      const weight = parameters.map((text) => /^\s*q=([\d.]+)$/.exec(text)?.[1]).find(Boolean);
      return { tag: tag.toLowerCase().split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => (tag === 'id' || tag === 'in' || tag === 'en') && weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return liked[0]?.tag === 'en' ? 'en' : 'id';
}

const inJakarta = { dateStyle: 'long', timeZone: 'Asia/Jakarta' } as const;
const formats = {
  id: new Intl.DateTimeFormat('id-ID', inJakarta),
  en: new Intl.DateTimeFormat('en-GB', inJakarta),
};

/** A date as people write it, in Jakarta's time. */
export function dateText(date: Date, language: Language): string {
  return formats[language].format(date);
}
