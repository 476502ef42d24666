import type { FastifyRequest } from 'fastify';

/** The languages of pages for people. */
export type PageLanguage = 'id' | 'en';

/** The language of a page: what `?lang=` says, or what the browser likes best; Indonesian when it says nothing. */
export function languageOf(request: Pick<FastifyRequest, 'query' | 'headers'>): PageLanguage {
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
