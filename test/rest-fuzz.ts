import type { AnswerCheck, DocumentedOperation } from './answer-check.ts';
import { addressOf } from './rest-requests.ts';
import type { Data } from './subgraph-harness.ts';

/** A request that was made up. */
export interface FuzzedRequest {
  operation: string;
  method: string;
  address: string;
  body: string | undefined;
  headers: Record<string, string>;
}

/** Numbers that follow from a seed, each at least 0 and below 1 (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What no schema asks for, and what has hurt others. */
const odd: readonly unknown[] = [
  ...[
    '',
    ' ',
    '\u0000',
    '\ud800',
    'null',
    '0',
    "' OR 1=1 --",
    '<script>',
    '../../etc/passwd',
    '𝒳'.repeat(300),
  ],
  ...[0, -1, 1.5, 1e21, 2 ** 53, -(2 ** 31) - 1, Number.MAX_VALUE],
  ...[true, false, null, [], {}, [[]], { __typename: 'X' }, [null], { a: { b: { c: [1, 2, 3] } } }],
];

/** Makes up requests of the operations of a document: most as it asks for, some broken in one place or more. */
export class Fuzzer {
  readonly #check: AnswerCheck;
  readonly #next: () => number;
  readonly #ids: readonly string[];
  readonly #names: readonly string[];

  /** @param ids of things that there are, some of which fit */
  constructor(check: AnswerCheck, seed: number, ids: readonly string[], leaveOut: readonly string[] = []) {
    this.#check = check;
    this.#next = random(seed);
    this.#ids = ids;
    this.#names = check.operations().filter((name) => !leaveOut.includes(name));
  }

  /** The next request; of the operations in their turn. */
  request(turn: number): FuzzedRequest {
    const name = this.#names[turn % this.#names.length] ?? '';
    const operation = this.#check.operation(name);
    const broken = this.#chance(0.5);
    const { path, query } = this.#parameters(operation, broken);
    const content = operation.document.requestBody?.content?.['application/json'];
    const body = content && !this.#chance(0.02) ? this.#body(content, broken) : undefined;
    return {
      operation: name,
      method: operation.method,
      address: addressOf(operation.template, path, query),
      body,
      headers: {
        ...(body !== undefined && { 'content-type': this.#chance(0.02) ? 'text/plain' : 'application/json' }),
        ...(this.#chance(0.1) && { 'idempotency-key': `key-${Math.floor(this.#next() * 50)}` }),
        ...(this.#chance(0.05) && { accept: this.#one(['text/html', '*/*', 'application/json', 'x']) }),
        ...(this.#chance(0.05) && { 'if-none-match': this.#one(['*', '"abc"', 'W/"abc"', ',,']) }),
      },
    };
  }

  #parameters({ document }: DocumentedOperation, broken: boolean) {
    const path: Record<string, string> = {};
    const query: Record<string, string> = {};
    for (const given of (document.parameters ?? []) as Data[]) {
      const parameter = this.#resolved(given);
      if (parameter.in === 'path') path[parameter.name] = this.#inPath(parameter, broken);
      if (parameter.in !== 'query' || !(parameter.required || this.#chance(0.3))) continue;
      const value = broken && this.#chance(0.3) ? this.#one(odd) : this.#value(parameter.schema, false, 0);
      query[parameter.name] = wellFormed(String(value));
    }
    if (broken && this.#chance(0.1)) query.unknown = '1';
    return { path, query };
  }

  #inPath({ example, schema }: Data, broken: boolean): string {
    if (broken && this.#chance(0.3)) return wellFormed(String(this.#one(odd))) || 'x';
    if (schema.enum) return this.#one(schema.enum);
    return this.#chance(0.7) ? this.#one(this.#ids) : (example ?? 'x');
  }

  #body(content: Data, broken: boolean): string {
    if (broken && this.#chance(0.05)) return this.#one(['{', '[]', 'null', '""', '{"a":1,"a":2}', '\u0001']);
    if (!broken && content.example !== undefined && this.#chance(0.3)) return JSON.stringify(content.example);
    return JSON.stringify(this.#value(content.schema, broken, 0));
  }

  /** A value that a schema asks for; broken here and there. */
  #value(given: Data, broken: boolean, depth: number): unknown {
    if (broken && this.#chance(0.12)) return this.#one(odd);
    const schema = this.#resolved(given);
    if (schema.anyOf) return this.#value(this.#one(schema.anyOf), broken, depth);
    if (schema.enum) return this.#one(schema.enum);
    const [type, ...others] = [schema.type].flat();
    if (others.length > 0 && this.#chance(0.15)) return null;
    if (type === 'object') return this.#object(schema, broken, depth);
    if (type === 'array') {
      const length = depth > 3 ? 0 : Math.floor(this.#next() * 3);
      return Array.from({ length }, () => this.#value(schema.items, broken, depth + 1));
    }
    if (type === 'boolean') return this.#chance(0.5);
    if (type === 'integer') return Math.floor(this.#next() ** 4 * 100_000);
    if (type === 'number') return Math.floor(this.#next() * 10_000) / 100;
    return this.#text(schema);
  }

  #object({ properties = {}, required = [] }: Data, broken: boolean, depth: number): Data {
    const members = Object.entries<Data>(properties).filter(
      ([name]) => (required.includes(name) && !(broken && this.#chance(0.05))) || this.#chance(0.4),
    );
    const object = Object.fromEntries(
      members.map(([name, schema]) => [name, this.#value(schema, broken, depth + 1)]),
    );
    if (broken && this.#chance(0.05)) object.unknown = 1;
    return object;
  }

  #text({ format }: Data): string {
    const day = `20${10 + Math.floor(this.#next() * 40)}-0${1 + Math.floor(this.#next() * 9)}-15`;
    if (format === 'date') return day;
    if (format === 'date-time') return `${day}T03:00:00Z`;
    if (this.#chance(0.35)) return this.#one(this.#ids);
    const number = Math.floor(this.#next() * 1e6);
    return this.#one([
      `Andi ${number}`,
      `a${number}@siswa.example`,
      'https://a.example/x',
      '081260001099',
      'SMAW',
    ]);
  }

  #resolved(part: Data): Data {
    return part?.$ref ? this.#check.resolved(part) : part;
  }

  #one<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#next() * choices.length)] as T;
  }

  #chance(share: number): boolean {
    return this.#next() < share;
  }
}

/** As it can stand in an address. */
function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}
