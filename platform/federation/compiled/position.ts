import { type FieldNode, locatedError, responsePathAsArray } from 'graphql';
import { isPromise } from './promises.ts';
import type { Holder, Path, Run } from './run.ts';

/** Stands in the answer where something is still awaited. */
export const awaited = Symbol('awaited');

/** Completes a value that is neither null nor a promise nor an Error; throws what it fails with. */
export type Complete = (
  value: unknown,
  path: Path,
  run: Run,
  holder: Holder,
  key: string | number,
) => unknown;

/** A place that values are completed for: a field of a selection, or the elements of a list. */
export class Position {
  readonly nonNull: boolean;
  /** How many steps of the path lie between it and the nearest place that may be null: 0 when it may be itself. */
  readonly up: number;
  readonly #nodes: readonly FieldNode[];
  readonly #fieldName: string;
  /** How a value that is no object is completed, where its type is a leaf. */
  leaf: ((value: unknown) => unknown) | undefined;
  complete!: Complete;

  /** @param fieldName with its type, for messages */
  constructor(nonNull: boolean, upOfParent: number, nodes: readonly FieldNode[], fieldName: string) {
    this.nonNull = nonNull;
    this.up = nonNull ? upOfParent + 1 : 0;
    this.#nodes = nodes;
    this.#fieldName = fieldName;
  }

  /**
   * What is to stand in the answer for what a resolver gave: `awaited` until a promise has settled. An error
   * is noted and null returned where null may be; elsewhere it is thrown, for the nearest place where it may.
   */
  completed(
    value: unknown,
    parent: Path | undefined,
    typename: string | undefined,
    run: Run,
    holder: Holder,
    key: string | number,
  ): unknown {
    if (this.leaf && value !== undefined && typeof value !== 'object' && typeof value !== 'function') {
      try {
        return this.leaf(value);
      } catch (error) {
        return this.failed(error, { prev: parent, key, typename }, run);
      }
    }
    const path = { prev: parent, key, typename };
    try {
      if (isPromise(value)) {
        return this.later(value, path, run, holder, key, (settled) =>
          this.#settled(settled, path, run, holder, key),
        );
      }
      return this.#settled(value, path, run, holder, key);
    } catch (error) {
      return this.failed(error, path, run);
    }
  }

  #settled(value: unknown, path: Path, run: Run, holder: Holder, key: string | number): unknown {
    if (value instanceof Error) throw value;
    if (value !== null && value !== undefined) return this.complete(value, path, run, holder, key);
    if (!this.nonNull) return null;
    throw new Error(`Cannot return null for non-nullable field ${this.#fieldName}.`);
  }

  /** Puts what `go` makes of the promise's value into the answer once it is there. */
  later(
    promise: PromiseLike<unknown>,
    path: Path,
    run: Run,
    holder: Holder,
    key: string | number,
    go: (value: unknown) => unknown,
  ): typeof awaited {
    const failed = (error: unknown) => {
      if (this.nonNull) run.absorbAbove(this.#located(error, path), path, this.up);
      else holder[key] = this.failed(error, path, run);
    };
    run.follow(
      promise,
      (value) => {
        try {
          holder[key] = go(value);
        } catch (error) {
          failed(error);
        }
      },
      failed,
    );
    return awaited;
  }

  /** Notes the error and returns null where null may be; throws it, with its place, where not. */
  failed(error: unknown, path: Path, run: Run): null {
    const located = this.#located(error, path);
    if (this.nonNull) throw located;
    run.absorb(located, path);
    return null;
  }

  #located(error: unknown, path: Path) {
    return locatedError(error, this.#nodes, responsePathAsArray(path));
  }
}
