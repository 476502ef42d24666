import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isJsonObject, type JsonObject, setOwn } from './json-object.ts';
import { mergeInto } from './merge.ts';
import { type Occurrence, occurrencesOf } from './places.ts';
import { Positions } from './positions.ts';
import { compileRepresentation, type Represent } from './representations.ts';
import { compileRewrites, type Rewrite } from './rewrites.ts';
import type { Place, Run } from './run.ts';

export type ErrorPath = readonly (string | number)[];

/** Where in the whole answer an error stands; at several places when several asked for the same entity. */
export type Placer = (path: ErrorPath | undefined) => readonly ErrorPath[] | undefined;

/** What a fetch of entities sends and takes, compiled. */
export interface CompiledEntities {
  readonly represent: Represent;
  readonly rewriteInput: Rewrite | undefined;
  readonly rewriteOutput: Rewrite | undefined;
  readonly schema: GraphQLSchema;
}

export function compileEntities(
  fetch: FetchNode,
  requires: readonly QueryPlanSelectionNode[],
  schema: GraphQLSchema,
): CompiledEntities {
  return {
    represent: compileRepresentation(requires, schema),
    rewriteInput: compileRewrites(fetch.inputRewrites, schema),
    rewriteOutput: compileRewrites(fetch.outputRewrites, schema),
    schema,
  };
}

/** An object that asks for an entity, and of which of the places it is. */
interface Asker {
  readonly place: number;
  readonly object: JsonObject;
}

/** The entities that the objects of some places ask for, each once. */
export class AskedEntities {
  readonly representations: JsonObject[] = [];
  readonly #askers: Asker[][] = [];
  readonly #positions = new Positions();
  readonly #places: readonly Place[];
  readonly #rewriteOutput: Rewrite | undefined;
  readonly #schema: GraphQLSchema;

  constructor(
    { represent, rewriteInput, rewriteOutput, schema }: CompiledEntities,
    places: readonly Place[],
  ) {
    this.#places = places;
    this.#rewriteOutput = rewriteOutput;
    this.#schema = schema;
    for (const [place, { objects }] of places.entries()) {
      for (const object of objects) {
        const representation = represent(object);
        if (!representation?.__typename) continue;
        rewriteInput?.(representation);
        this.#add(representation, { place, object });
      }
    }
  }

  #add(representation: JsonObject, asker: Asker): void {
    // With the type of the object that asks: one interface object may stand for objects of several types.
    const next = this.representations.length;
    const position = this.#positions.of(asker.object.__typename, representation, next);
    if (position < next) {
      this.#askers[position]?.push(asker);
      return;
    }
    this.representations.push(representation);
    this.#askers.push([asker]);
  }

  /**
   * Merges what came into all objects that asked. Objects of one place share what is within; each further place has
   * a copy, since other things may be asked for there.
   *
   * @throws when `entities` are not as many as were asked for
   */
  merge(entities: unknown, name: string): void {
    const expected = this.representations.length;
    if (!Array.isArray(entities)) throw new Error(`Expected "${name}" in response to be an array`);
    if (entities.length !== expected) throw new Error(`Expected "${name}" to contain ${expected} elements`);
    for (const [position, entity] of entities.entries()) {
      if (!isJsonObject(entity)) continue;
      const askers = this.#askers[position] ?? [];
      entity.__typename ||= askers[0]?.object.__typename;
      this.#rewriteOutput?.(entity);
      const copies = copiesFor(askers, entity);
      for (const { place, object } of askers) mergeInto(object, copies?.get(place) ?? entity, this.#schema);
    }
  }

  /** How many of the places ask for anything. */
  get asking(): number {
    return new Set(this.#askers.flatMap((askers) => askers.map(({ place }) => place))).size;
  }

  placer(run: Run): Placer {
    const known: Occurrence[][] = [];
    return (at) => {
      if (!at) return undefined;
      const [, position, ...rest] = at;
      if (typeof position !== 'number') return this.#places.map(({ path }) => [...path.map(String), ...at]);
      const askers = this.#askers[position];
      if (!askers) return [rest];
      return [...new Set(askers.map(({ place }) => place))].flatMap((place) => {
        const objects = new Set(askers.flatMap((asker) => (asker.place === place ? asker.object : [])));
        known[place] ??= occurrencesOf(run.data, this.#places[place]?.path ?? []);
        const places = known[place].flatMap((found) =>
          objects.has(found.object) ? [[...found.place, ...rest]] : [],
        );
        return places.length > 0 ? places : [rest];
      });
    };
  }
}

/** Of `entity` for each place but the first, before anything is merged, since merging takes parts over. */
function copiesFor([first, ...others]: readonly Asker[], entity: JsonObject) {
  let copies: Map<number, JsonObject> | undefined;
  for (const { place } of others) {
    if (place === first?.place || copies?.has(place)) continue;
    copies ??= new Map();
    copies.set(place, copyOf(entity));
  }
  return copies;
}

function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (!isJsonObject(value)) return value;
  const copy: JsonObject = {};
  for (const name of Object.keys(value)) setOwn(copy, name, copyOf(value[name]));
  return copy as T;
}
