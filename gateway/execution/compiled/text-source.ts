import type { Shaping } from './result-shape.ts';

/** What is not as the schema says: `result-shape.ts` tells what, and what is null because of it. */
class NotAsTheSchemaSays extends Error {}
export const notSo = new NotAsTheSchemaSays('A subgraph answered against its schema.');

/** What one answer is written with. */
export type Writing = Pick<Shaping, 'introspect' | 'variables' | 'points'>;

/** Adds the JSON of a value to a text; throws `notSo`. */
export type Write = (text: string, value: unknown, writing: Writing) => string;

/** Source text of a function, and the values that it is made with, by the names that it has for them. */
export class TextSource {
  readonly #names: string[] = [];
  readonly #values: unknown[] = [];

  /** The name by which the function's text knows `value`. */
  name(value: unknown): string {
    const known = this.#values.indexOf(value);
    if (known >= 0) return this.#names[known] as string;
    const name = `$${this.#names.length}`;
    this.#names.push(name);
    this.#values.push(value);
    return name;
  }

  /** The statement that gives up. */
  get fail(): string {
    return `throw ${this.name(notSo)};`;
  }

  /**
   * `body` is made of nothing but this folder's own text, names that the GraphQL parser has let through, quoted
   * nevertheless, and `name(...)`.
   */
  compile(body: string): Write {
    const make = new Function(
      ...this.#names,
      `'use strict'; return function (text, value, writing) {${body}}`,
    );
    return make(...this.#values) as Write;
  }
}

/** The statement that adds what does not change to the text. */
export function adding(text: string): string {
  return text === '' ? '' : `text += ${JSON.stringify(text)};`;
}
