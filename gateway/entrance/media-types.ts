import { MIMEType } from 'node:util';
import { LRUCache } from 'lru-cache';

/** The types that answers of GraphQL over HTTP have. */
export const json = 'application/json; charset=utf-8';
export const graphqlResponse = 'application/graphql-response+json; charset=utf-8';

/** Headers are what clients make them: the latest of each kind are known again. */
const headersKept = 500;

/** One of the types that can be answered. */
interface Offer {
  value: string;
  type: string;
  subtype: string;
  parameters: ReadonlyMap<string, string>;
}

/** One of the ranges that a client accepts (RFC 9110, 12.5.1). */
interface Range {
  type: string;
  subtype: string;
  parameters: ReadonlyMap<string, string>;
  quality: number;
}

/** How well a range fits an offer: a type named is better than any, and its parameters better than none. */
interface Fit {
  quality: number;
  exactness: number;
  place: number;
}

/** Chooses among `values`, of which the first is preferred, by the header `Accept` of a request. */
export class Negotiation {
  readonly #offers: readonly Offer[];
  readonly #chosen = new LRUCache<string, { value: string | undefined }>({ max: headersKept });

  constructor(values: readonly string[]) {
    this.#offers = values.map((value) => ({ value, ...parameterised(value) }));
  }

  /** The type that a client prefers that sends `accept`; undefined when it takes none of them. */
  choose(accept: string): string | undefined {
    let chosen = this.#chosen.get(accept);
    if (!chosen) {
      chosen = { value: this.#preferred(rangesOf(accept)) };
      this.#chosen.set(accept, chosen);
    }
    return chosen.value;
  }

  #preferred(ranges: readonly Range[]): string | undefined {
    const fits = this.#offers.map((offer) => ({ offer, fit: bestFit(offer, ranges) }));
    const acceptable = fits.filter(({ fit }) => fit.quality > 0);
    acceptable.sort(
      ({ fit: one }, { fit: other }) =>
        other.quality - one.quality || other.exactness - one.exactness || one.place - other.place,
    );
    return acceptable[0]?.offer.value;
  }
}

const unfit: Fit = { quality: 0, exactness: 0, place: -1 };

function bestFit(offer: Offer, ranges: readonly Range[]): Fit {
  let best = unfit;
  for (const [place, range] of ranges.entries()) {
    const exactness = exactnessOf(range, offer);
    if (exactness === undefined) continue;
    const fit = { quality: range.quality, exactness, place };
    if (best === unfit || (best.exactness - fit.exactness || best.quality - fit.quality) < 0) best = fit;
  }
  return best;
}

function exactnessOf(range: Range, offer: Offer): number | undefined {
  let exactness = 0;
  if (range.type === offer.type) exactness |= 4;
  else if (range.type !== '*') return undefined;
  if (range.subtype === offer.subtype) exactness |= 2;
  else if (range.subtype !== '*') return undefined;
  if (range.parameters.size === 0) return exactness;
  const agrees = [...range.parameters].every(
    ([name, value]) =>
      value === '*' || value.toLowerCase() === (offer.parameters.get(name) ?? '').toLowerCase(),
  );
  return agrees ? exactness | 1 : undefined;
}

function rangesOf(accept: string): Range[] {
  return unquoted(accept, ',').flatMap((text) => {
    const { type, subtype, parameters } = parameterised(text.trim());
    if (!type || !subtype) return [];
    const quality = parameters.get('q');
    parameters.delete('q');
    return { type, subtype, parameters, quality: quality === undefined ? 1 : Number.parseFloat(quality) };
  });
}

function parameterised(text: string) {
  const [essence = '', ...rest] = unquoted(text, ';');
  const [, type = '', subtype = ''] = /^\s*([^\s/;]+)\/([^;\s]+)\s*$/.exec(essence) ?? [];
  const parameters = rest.map((parameter): [string, string] => {
    const at = parameter.indexOf('=');
    const name = (at < 0 ? parameter : parameter.slice(0, at)).trim().toLowerCase();
    const value = at < 0 ? '' : parameter.slice(at + 1).trim();
    return [name, /^".*"$/.test(value) ? value.slice(1, -1) : value];
  });
  return { type: type.toLowerCase(), subtype: subtype.toLowerCase(), parameters: new Map(parameters) };
}

/** The parts of a header's value between `separator`, those within quotes left whole. */
function unquoted(text: string, separator: string): string[] {
  const parts: string[] = [];
  let isQuoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === separator && !isQuoted) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

const essences = new LRUCache<string, { essence: string | null }>({ max: headersKept });

/** The type that a `Content-Type` names, in lower case and without its parameters; null when it names none. */
export function essenceOf(contentType: string): string | null {
  if (contentType === 'application/json') return contentType;
  let known = essences.get(contentType);
  if (!known) {
    known = { essence: readEssence(contentType) };
    essences.set(contentType, known);
  }
  return known.essence;
}

function readEssence(contentType: string): string | null {
  try {
    return new MIMEType(contentType).essence;
  } catch {
    return null;
  }
}
