/** What is wrong with a filter, and where. */
export class FilterProblem extends Error {
  /** Which character, from 1. */
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.name = 'FilterProblem';
    this.at = at;
  }
}

export type Value = string | number | boolean | null;

export interface Token {
  kind: 'path' | 'word' | 'sign' | 'value' | 'end';
  text: string;
  /** Of a `value`. */
  value: Value;
  /** Which character it begins with, from 1. */
  at: number;
}

const words = new Set(['and', 'or', 'not', 'in', 'exists']);
const literals = new Map<string, Value>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const pattern =
  /(?<blank>\s+)|(?<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<string>"(?:[^"\\]|\\.)*")|(?<sign><=|>=|!=|[=<>()[\],])/y;

/** Takes a filter apart. Throws FilterProblem at what belongs to no filter. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let place = 0; place < text.length; ) {
    pattern.lastIndex = place;
    const found = pattern.exec(text);
    const at = place + 1;
    if (!found?.groups) throw unreadable(text, place);
    place = pattern.lastIndex;
    if (!found.groups.blank) tokens.push(tokenOf(found.groups, at));
  }
  tokens.push({ kind: 'end', text: '', value: null, at: text.length + 1 });
  return tokens;
}

function tokenOf({ name, number, string, sign = '' }: Record<string, string | undefined>, at: number): Token {
  if (name !== undefined) {
    const word = name.toLowerCase();
    if (words.has(word)) return { kind: 'word', text: word, value: null, at };
    const literal = literals.get(name);
    if (literal !== undefined) return { kind: 'value', text: name, value: literal, at };
    return { kind: 'path', text: name, value: null, at };
  }
  if (number !== undefined) return { kind: 'value', text: number, value: finite(number, at), at };
  if (string !== undefined) return { kind: 'value', text: string, value: unquoted(string, at), at };
  return { kind: 'sign', text: sign, value: null, at };
}

function finite(text: string, at: number): number {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new FilterProblem(at, `${text} is too large a number`);
  return value;
}

function unquoted(text: string, at: number): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw new FilterProblem(at, 'a text is written as in JSON, with \\" for a quotation mark');
  }
}

function unreadable(text: string, place: number): FilterProblem {
  const character = String.fromCodePoint(text.codePointAt(place) ?? 0);
  const why =
    character === '"'
      ? 'the text that begins here does not end'
      : character === "'"
        ? 'texts stand in double quotation marks'
        : `${JSON.stringify(character)} belongs to no filter`;
  return new FilterProblem(place + 1, why);
}
