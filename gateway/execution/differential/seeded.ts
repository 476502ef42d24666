/** A whole number that is the same for the same text, spread over 32 bits (FNV-1a with a finish). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Numbers that look random, and are the same for the same seed. */
export class Dice {
  readonly #seed: string;
  #thrown = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** 0 to `sides` - 1. */
  below(sides: number): number {
    this.#thrown += 1;
    return hashOf(`${this.#seed}:${this.#thrown}`) % sides;
  }

  /** True once in `times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('There is nothing to pick from.');
    return items[this.below(items.length)] as T;
  }
}
