import { type ExecutionResult, GraphQLError } from 'graphql';
import type { CallOff } from './connections/answer-receiver.ts';
import type { AnswerListener } from './exchange.ts';
import type { Read } from './gathered-reads.ts';
import { resultOf } from './graphql-result.ts';
import { representationsVariable } from './operation-text.ts';

/** So many representations at most are asked for as one: a small read is not to wait long for a large one. */
const mergedRepresentations = 500;

interface Part {
  readonly read: Read;
  /** Where the representations of this part stand among those of all. */
  readonly positions: readonly number[];
}

/** Reads of entities that are sent as one, with each representation once. */
export class MergedRead implements AnswerListener {
  readonly variables: string;
  readonly #parts: readonly Part[];
  readonly #count: number;
  readonly #sendEach: (reads: readonly Read[]) => void;

  /**
   * @param reads of one operation, alike but for their representations
   * @param sendEach called with all of them when their common answer cannot be told apart
   */
  constructor(reads: readonly Read[], sendEach: (reads: readonly Read[]) => void) {
    const positions = new Map<string, number>();
    this.#parts = reads.map((read) => ({ read, positions: positionsOf(read, positions) }));
    this.#count = positions.size;
    this.#sendEach = sendEach;
    const others = { ...reads[0]?.given };
    delete others[representationsVariable];
    const rest = JSON.stringify(others).slice(1);
    const separator = rest === '}' ? '' : ',';
    this.variables = `{"${representationsVariable}":[${[...positions.keys()].join(',')}]${separator}${rest}`;
  }

  get isForsaken(): boolean {
    return this.#parts.every(({ read }) => read.fetch.isForsaken);
  }

  sent(callOff: CallOff): void {
    for (const { read } of this.#parts) {
      read.fetch.sent(() => {
        if (this.isForsaken) callOff();
      });
    }
  }

  answered(status: number, text: string): void {
    let result: ExecutionResult;
    try {
      result = resultOf(status, text);
    } catch (error) {
      this.failed(error);
      return;
    }
    if (!this.#canBeToldApart(result)) {
      this.#sendEach(this.#parts.map(({ read }) => read).filter(({ fetch }) => !fetch.isForsaken));
      return;
    }
    const taken = new Set<unknown>();
    for (const { read, positions } of this.#parts) {
      read.fetch.settle(() => partOf(result, positions, taken));
    }
  }

  failed(cause: unknown): void {
    for (const { read } of this.#parts) read.fetch.failed(cause);
  }

  /** Whether everything in it belongs to one of the entities. */
  #canBeToldApart({ data, errors = [], extensions }: ExecutionResult): boolean {
    const entities = data?._entities;
    if (!Array.isArray(entities) || entities.length !== this.#count || extensions) return false;
    return errors.every(({ path }) => {
      const position = path?.[1];
      return path?.[0] === '_entities' && typeof position === 'number' && position < this.#count;
    });
  }
}

/** Divides reads into those that are sent as one. */
export function mergeable(reads: Iterable<Read>): Read[][] {
  const bundles: Read[][] = [];
  let count = Number.POSITIVE_INFINITY;
  for (const read of reads) {
    const length = representationsOf(read)?.length ?? Number.POSITIVE_INFINITY;
    if (count + length > mergedRepresentations) {
      bundles.push([]);
      count = 0;
    }
    bundles.at(-1)?.push(read);
    count += length;
  }
  return bundles;
}

function representationsOf({ given }: Read): readonly unknown[] | undefined {
  const representations = given?.[representationsVariable];
  return Array.isArray(representations) ? representations : undefined;
}

/** Where its representations stand; new ones are put at the end. */
function positionsOf(read: Read, positions: Map<string, number>): number[] {
  return (representationsOf(read) ?? []).map((representation) => {
    const json = JSON.stringify(representation);
    let position = positions.get(json);
    if (position === undefined) {
      position = positions.size;
      positions.set(json, position);
    }
    return position;
  });
}

/**
 * The answer to a part of what was asked, its errors at their places in it.
 *
 * @param taken entities that somebody has been given: another gets a copy
 */
function partOf(result: ExecutionResult, positions: readonly number[], taken: Set<unknown>): ExecutionResult {
  const entities = result.data?._entities as readonly unknown[];
  const own = positions.map((position) => {
    const entity = entities[position];
    if (typeof entity !== 'object' || entity === null) return entity;
    if (taken.has(entity)) return JSON.parse(JSON.stringify(entity)) as unknown;
    taken.add(entity);
    return entity;
  });
  const errors = (result.errors ?? []).flatMap((error) => {
    const [field = '', position, ...rest] = error.path ?? [];
    return positions.flatMap((asked, index) =>
      asked === position
        ? [new GraphQLError(error.message, { ...error, path: [field, index, ...rest] })]
        : [],
    );
  });
  return errors.length > 0 ? { data: { _entities: own }, errors } : { data: { _entities: own } };
}
