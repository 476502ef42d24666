import type { OperationText } from './operation-text.ts';

/**
 * How several reads go to a subgraph of the hub's in one request, each on behalf of somebody else:
 * `POST /graphql/batch` with a `Batch` as JSON. It is answered with a line for each, in the order in which they
 * are done, `<index> <GraphQL result as JSON>`, so that none waits for another.
 */
export interface Batch {
  operations: readonly { query: string; operationName?: string }[];
  tokens: readonly string[];
  asks: readonly BatchedAsk[];
}

export interface BatchedAsk {
  /** Index of the operation. */
  operation: number;
  /** Index of the principal token, which holds for this read alone. */
  token: number;
  requestId: string;
  address?: string;
  variables?: Record<string, unknown>;
}

/** Of the endpoint, below that of single operations. */
export const batchPath = '/batch';

/** What of a batch a subgraph is ready to take. */
export const batchedAsks = 64;

/** A batch in the making, as text: nothing in it is turned into JSON twice. */
export class BatchText {
  readonly #operations = new Map<OperationText, number>();
  readonly #tokens = new Map<string, number>();
  #asks = '';

  add(
    text: OperationText,
    token: string,
    variables: string | undefined,
    of: Pick<BatchedAsk, 'requestId'> & { address?: string | undefined },
  ): void {
    const operation = placeIn(this.#operations, text);
    const place = placeIn(this.#tokens, token);
    const requestId = JSON.stringify(of.requestId);
    const address = of.address === undefined ? '' : `,"address":${JSON.stringify(of.address)}`;
    const given = variables === undefined ? '' : `,"variables":${variables}`;
    const separator = this.#asks === '' ? '' : ',';
    this.#asks += `${separator}{"operation":${operation},"token":${place},"requestId":${requestId}${address}${given}}`;
  }

  toString(): string {
    const operations = Array.from(this.#operations.keys(), ({ head }) => `${head}}`);
    const tokens = JSON.stringify([...this.#tokens.keys()]);
    return `{"operations":[${operations.join(',')}],"tokens":${tokens},"asks":[${this.#asks}]}`;
  }
}

function placeIn<T>(places: Map<T, number>, of: T): number {
  let place = places.get(of);
  if (place === undefined) {
    place = places.size;
    places.set(of, place);
  }
  return place;
}
