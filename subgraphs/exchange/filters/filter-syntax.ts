import { FilterProblem, type Token, tokensOf, type Value } from './filter-tokens.ts';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'exists';

/** One comparison. */
export interface Term {
  kind: 'term';
  path: string;
  /** Which character it begins with, from 1. */
  at: number;
  operator: Operator;
  /** None for `exists`, several for `in`, else one. */
  values: { value: Value; at: number }[];
}

export type Condition =
  | Term
  | { kind: 'and' | 'or'; of: Condition[] }
  | {
      kind: 'not';
      of: Condition;
    };

/** How large a filter may be: what it costs at each event. */
export const filterLimits = { characters: 2000, depth: 20, terms: 50, values: 100 };

const comparisons = new Set<string>(['=', '!=', '<', '<=', '>', '>=']);

/**
 * Reads a filter:
 *
 *     or         = and { "or" and }
 *     and        = not { "and" not }
 *     not        = "not" not | "(" or ")" | term
 *     term       = path comparison value | path [ "not" ] "in" "[" value { "," value } "]" | path "exists"
 *     comparison = "=" | "!=" | "<" | "<=" | ">" | ">="
 *     value      = text in double quotation marks | number | "true" | "false" | "null"
 *
 * Throws FilterProblem for anything else, and for what is beyond `filterLimits`.
 */
export function parseFilter(text: string): Condition {
  if (text.length > filterLimits.characters) {
    throw new FilterProblem(1, `a filter has at most ${filterLimits.characters} characters`);
  }
  return new Parser(tokensOf(text)).filter();
}

class Parser {
  readonly #tokens: Token[];
  #place = 0;
  #depth = 0;
  #terms = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  filter(): Condition {
    const condition = this.#several('or', () => this.#several('and', () => this.#not()));
    if (this.#next.kind !== 'end') throw this.#expected('and, or, or the end');
    return condition;
  }

  get #next(): Token {
    // The last token is the end, which is never taken.
    return this.#tokens[this.#place] as Token;
  }

  #several(kind: 'and' | 'or', one: () => Condition): Condition {
    const first = one();
    if (!this.#take('word', kind)) return first;
    const of = [first];
    do of.push(one());
    while (this.#take('word', kind));
    return { kind, of };
  }

  #not(): Condition {
    if (++this.#depth > filterLimits.depth) {
      throw new FilterProblem(this.#next.at, `not and parentheses go ${filterLimits.depth} deep at most`);
    }
    const condition = this.#negatedOrBracketed() ?? this.#term();
    this.#depth -= 1;
    return condition;
  }

  #negatedOrBracketed(): Condition | null {
    if (this.#take('word', 'not')) return { kind: 'not', of: this.#not() };
    if (!this.#take('sign', '(')) return null;
    const condition = this.#several('or', () => this.#several('and', () => this.#not()));
    this.#need(')');
    return condition;
  }

  #term(): Condition {
    const { kind, text: path, at } = this.#next;
    if (kind !== 'path') throw this.#expected('a path such as data.amount');
    if (++this.#terms > filterLimits.terms) {
      throw new FilterProblem(at, `a filter has at most ${filterLimits.terms} comparisons`);
    }
    this.#place += 1;
    if (this.#take('word', 'exists')) return { kind: 'term', path, at, operator: 'exists', values: [] };
    if (this.#take('word', 'in')) return { kind: 'term', path, at, operator: 'in', values: this.#list() };
    if (this.#take('word', 'not')) {
      if (!this.#take('word', 'in')) throw this.#expected('in');
      return { kind: 'not', of: { kind: 'term', path, at, operator: 'in', values: this.#list() } };
    }
    const { kind: next, text: operator } = this.#next;
    if (next !== 'sign' || !comparisons.has(operator)) {
      throw this.#expected('one of = != < <= > >=, in, not in, exists');
    }
    this.#place += 1;
    return { kind: 'term', path, at, operator: operator as Operator, values: [this.#value()] };
  }

  #list(): Term['values'] {
    this.#need('[');
    const values = [this.#value()];
    while (this.#take('sign', ',')) values.push(this.#value());
    if (values.length > filterLimits.values) {
      throw new FilterProblem(this.#next.at, `a list has at most ${filterLimits.values} values`);
    }
    this.#need(']');
    return values;
  }

  #value(): Term['values'][number] {
    const { kind, value, at } = this.#next;
    if (kind !== 'value')
      throw this.#expected('a text in double quotation marks, a number, true, false or null');
    this.#place += 1;
    return { value, at };
  }

  #take(kind: Token['kind'], text: string): boolean {
    if (this.#next.kind !== kind || this.#next.text !== text) return false;
    this.#place += 1;
    return true;
  }

  #need(sign: string): void {
    if (!this.#take('sign', sign)) throw this.#expected(sign);
  }

  #expected(what: string): FilterProblem {
    const { kind, text, at } = this.#next;
    const found = kind === 'end' ? 'the end' : text.slice(0, 50);
    return new FilterProblem(at, `${what} is needed, and here is ${found}`);
  }
}
