import { isInherited, type JsonObject, own } from './json-object.ts';
import type { PlanPath } from './places.ts';
import type { Run } from './run.ts';
import { placeKey, type SolePlace } from './sole-places.ts';

/** The objects at a path beneath a value, in order, those that are null left out. */
type Collect = (value: unknown) => readonly JsonObject[];

/** Notes an object as found unless an equal one was; returns the one that is to stand at its place. */
type Note = (value: unknown, found: JsonObject[], known: Map<unknown, JsonObject>) => unknown;

/** The objects at a path of a run's data; those at one of `sole` are looked for once. */
export function compilePlace(
  path: PlanPath,
  sole: ReadonlyMap<string, SolePlace>,
): (run: Run) => readonly JsonObject[] {
  const key = placeKey(path);
  const place = sole.get(key);
  const collect = compileCollect(path, place?.leaves ?? null);
  if (!place) return ({ data }) => collect(data);
  return (run) => {
    let objects = run.settled?.get(key);
    if (!objects) {
      objects = collect(run.data);
      run.settled ??= new Map();
      run.settled.set(key, objects);
    }
    return objects;
  };
}

/**
 * A function whose text is made of the names in the path, so that the engine knows the shapes of what it reads.
 *
 * @param leaves where the objects have these fields and nothing else, equal ones become one object, which is found once
 * @throws (what is returned) when there are lists elsewhere than the path has them
 */
export function compileCollect(path: PlanPath, leaves: readonly string[] | null): Collect {
  const note = leaves && leaves.length > 0 ? compileNote(leaves) : undefined;
  const text = walkText(path.map(String), 0, 'value', note ? sharedText : foundText);
  const make = new Function(
    ...['own', 'noList', 'listAround', 'noteWithin', 'note'],
    `'use strict'; return function (value, found, known) { ${text} };`,
  );
  const walk = make(own, noList, listAround, noteWithin, note ?? noteAlways) as Note;
  return (value) => {
    const found: JsonObject[] = [];
    walk(value, found, new Map());
    return found;
  };
}

/** Statements that note the object in the variable `at`, which was read from `slot`. */
type NoteText = (at: string, slot: string) => string;
const foundText: NoteText = (at) => `found.push(${at});`;
const sharedText: NoteText = (at, slot) =>
  `const one = note(${at}, found, known); if (one !== ${at}) ${slot} = one;`;

/**
 * Statements that go down what is left of the path from the variable `at`, which is neither null nor undefined: made of
 * this file's own text and of names that the GraphQL parser has let through, quoted nevertheless.
 */
function walkText(path: readonly string[], depth: number, at: string, noteText: NoteText, slot = at): string {
  const head = path[depth];
  if (head === undefined) {
    return `if (Array.isArray(${at})) noteWithin(note, ${at}, found, known); else { ${noteText(at, slot)} }`;
  }
  const [next, index] = [`$${depth}`, `i${depth}`];
  const beneath = (from: string) =>
    `if (${next} !== undefined && ${next} !== null) { ${walkText(path, depth + 1, next, noteText, from)} }`;
  if (head === '@') {
    const element = `${at}[${index}]`;
    return `if (!Array.isArray(${at})) throw noList();
      for (let ${index} = 0; ${index} < ${at}.length; ${index} += 1) { const ${next} = ${element}; ${beneath(element)} }`;
  }
  const name = JSON.stringify(head);
  const field = isInherited(head) ? `own(${at}, ${name})` : `${at}[${name}]`;
  return `if (Array.isArray(${at})) throw listAround(${name});
    const ${next} = typeof ${at} === 'object' ? ${field} : undefined; ${beneath(`${at}[${name}]`)}`;
}

function noList(): Error {
  return new Error('A subgraph answered with something else than a list.');
}

function listAround(name: string): Error {
  return new Error(`A subgraph answered with a list around ${name}.`);
}

/** A path does not say how many lists stand at its end. */
function noteWithin(note: Note, list: unknown[], found: JsonObject[], known: Map<unknown, JsonObject>): void {
  for (const [index, element] of list.entries()) {
    if (element === undefined || element === null) continue;
    if (Array.isArray(element)) noteWithin(note, element, found, known);
    else {
      const one = note(element, found, known);
      if (one !== element) list[index] = one;
    }
  }
}

const noteAlways: Note = (value, found) => {
  found.push(value as JsonObject);
  return value;
};

/** Knows objects by their first field beside the type name, which is mostly the key; of several by one the first. */
function compileNote(leaves: readonly string[]): Note {
  const names = leaves.map((name) => JSON.stringify(name));
  const key = JSON.stringify(leaves.find((name) => name !== '__typename') ?? leaves[0]);
  const equal = names.map((name) => `value[${name}] === known[${name}]`).join(' && ');
  const whole = names.map((name) => `value[${name}] !== undefined`).join(' && ');
  return new Function(
    ...['value', 'found', 'byKey'],
    `'use strict';
    if (typeof value === 'object') {
      const key = value[${key}];
      const known = byKey.get(key);
      if (known === value) return value;
      let fields = 0;
      for (const name in value) fields += 1;
      if (fields === ${names.length}) {
        if (known === undefined) { if (${whole}) byKey.set(key, value); }
        else if (${equal}) return known;
      }
    }
    found.push(value);
    return value;`,
  ) as Note;
}
