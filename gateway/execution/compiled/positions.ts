import type { JsonObject } from './json-object.ts';
import { keyOf } from './representations.ts';

/** Representations of one type by the same key field, by what that is. */
interface Keyed {
  readonly asking: unknown;
  readonly typename: unknown;
  readonly name: string;
  readonly positions: Map<string, number>;
}

/** Where among those that are asked for each representation stands; those that a subgraph cannot tell apart at one place. */
export class Positions {
  /** Those of a type and one key that is a text, which most are: found without writing a key for each. */
  readonly #keyed: Keyed[] = [];
  readonly #others = new Map<string, number>();

  /**
   * @param asking the type of the object that asks
   * @param next the place for one that is new
   */
  of(asking: unknown, representation: JsonObject, next: number): number {
    const names = Object.keys(representation);
    const name = names[1];
    const key = name === undefined ? undefined : representation[name];
    const isPlain = names.length === 2 && names[0] === '__typename' && typeof key === 'string';
    return isPlain && name !== undefined
      ? placeIn(this.#keyedBy(asking, representation.__typename, name), key, next)
      : placeIn(this.#others, `${asking} ${keyOf(representation)}`, next);
  }

  #keyedBy(asking: unknown, typename: unknown, name: string): Map<string, number> {
    for (const keyed of this.#keyed) {
      if (keyed.asking === asking && keyed.typename === typename && keyed.name === name)
        return keyed.positions;
    }
    const positions = new Map<string, number>();
    this.#keyed.push({ asking, typename, name, positions });
    return positions;
  }
}

function placeIn(positions: Map<string, number>, key: string, next: number): number {
  const known = positions.get(key);
  if (known !== undefined) return known;
  positions.set(key, next);
  return next;
}
