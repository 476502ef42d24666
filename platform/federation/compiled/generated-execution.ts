import type { Field } from './field.ts';
import { type Holder, type Path, type Run, setOwn } from './run.ts';

/** What the fields of `source` are. Throws when one that may not be null is. */
export type Execution = (source: unknown, path: Path | undefined, run: Run) => Holder;

export function plainExecution(fields: readonly Field[]): Execution {
  return (source, path, run) => {
    const object: Holder = {};
    for (const field of fields) {
      setOwn(object, field.responseName, field.value(object, source, path, run));
    }
    return object;
  };
}

/** `plainExecution` with the names of the fields written out, so that the engine knows the shapes of what it reads and makes. */
export function generatedExecution(fields: readonly Field[]): Execution {
  // Written out, it sets the prototype.
  if (fields.some(({ responseName }) => responseName === '__proto__')) return plainExecution(fields);
  const empty = fields.map(({ responseName, constant }) => `${quoted(responseName)}: ${quoted(constant)}`);
  const names = fields.map((_, index) => `$${index}`);
  // Made of this file's own text and of names that the GraphQL parser has let through, quoted nevertheless.
  const make = new Function(
    ...names,
    `'use strict'; return function (source, path, run) {
      const object = { ${empty.join(', ')} };
      const isReadable = (typeof source === 'object' && source !== null) || typeof source === 'function';
      let value;
      ${fields.map((field, index) => fieldText(field, `$${index}`)).join('\n')}
      return object;
    }`,
  );
  return make(...fields) as Execution;
}

function fieldText({ responseName, constant, property, plain }: Field, name: string): string {
  if (constant !== undefined) return '';
  const target = `object[${quoted(responseName)}]`;
  const whole = `${target} = ${name}.value(object, source, path, run);`;
  if (property === undefined) return whole;
  const read = `${name}.read(value, object, source, path, run)`;
  const value = plain === undefined ? read : `typeof value === ${quoted(plain)} ? value : ${read}`;
  return `if (isReadable) {
    let isRead = false;
    try {
      value = source[${quoted(property)}];
      isRead = true;
    } catch (error) {
      ${target} = ${name}.failed(error, path, run);
    }
    if (isRead) ${target} = ${value};
  } else ${whole}`;
}

function quoted(text: string | undefined): string {
  return JSON.stringify(text) ?? 'undefined';
}
