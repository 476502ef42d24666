import { BatchText, batchedAsks } from './batch-protocol.ts';
import type { CallContext } from './caller.ts';
import type { CallOff } from './connections/answer-receiver.ts';
import { type AnswerListener, answerTimeoutMs } from './exchange.ts';
import type { OperationText } from './operation-text.ts';

/** A fetch that is ready to be sent. */
export interface ReadyFetch {
  readonly text: OperationText;
  /** Who asks: a principal token, or what a foreign subgraph is to be shown; undefined: nobody. */
  readonly credential: string | undefined;
  readonly context: CallContext;
  /** JSON; undefined where there are none. */
  readonly variables: string | undefined;
  readonly fetch: AnswerListener & {
    /** Whether nobody waits for it any more. */
    readonly isForsaken: boolean;
    sent(callOff: CallOff): void;
  };
}

/** Characters of one batch, well below what a subgraph takes. */
const batchCharacters = 1_000_000;
/** Posts a batch; calls `onLine` with each line, then `onEnd` once. */
type PostBatch = (
  body: string,
  onLine: (status: number, line: string) => void,
  onEnd: (error: Error | undefined) => void,
) => CallOff;

/** Fetches that go in one request. Each is answered for itself. */
export class FetchBatch {
  readonly #fetches: readonly ReadyFetch[];
  readonly #answered: boolean[];
  #callOff: CallOff = () => {};
  #timeout: NodeJS.Timeout | undefined;

  constructor(fetches: readonly ReadyFetch[]) {
    this.#fetches = fetches;
    this.#answered = fetches.map(() => false);
  }

  send(post: PostBatch): void {
    const text = new BatchText();
    for (const { text: operation, credential = '', variables, context } of this.#fetches) {
      text.add(operation, credential, variables, context);
    }
    this.#timeout = setTimeout(() => {
      this.#end(new Error(`not answered within ${answerTimeoutMs} ms`));
      this.#callOff();
    }, answerTimeoutMs);
    this.#timeout.unref();
    this.#callOff = post(
      text.toString(),
      (status, line) => this.#take(status, line),
      (error) => this.#end(error ?? new Error('not answered')),
    );
    for (const { fetch } of this.#fetches) {
      fetch.sent(() => {
        if (this.#fetches.every((other) => other.fetch.isForsaken)) this.#callOff();
      });
    }
  }

  #take(status: number, line: string): void {
    const space = line.indexOf(' ');
    const index = Number(line.slice(0, space));
    if (status !== 200 || space < 1 || this.#answered[index] !== false) {
      this.#end(new Error(`answered ${status}: ${line.slice(0, 200)}`));
      this.#callOff();
      return;
    }
    this.#answered[index] = true;
    this.#fetches[index]?.fetch.answered(status, line.slice(space + 1));
  }

  #end(error: Error): void {
    clearTimeout(this.#timeout);
    for (const [index, { fetch }] of this.#fetches.entries()) {
      if (this.#answered[index]) continue;
      this.#answered[index] = true;
      fetch.failed(error);
    }
  }
}

/** At most: what several have in common is sent once. */
function charactersOf({ text, credential = '', variables = '' }: ReadyFetch): number {
  return text.head.length + credential.length + variables.length;
}

/** Divides fetches into what goes in one request each. */
export function batchable(fetches: readonly ReadyFetch[]): ReadyFetch[][] {
  const batches: ReadyFetch[][] = [];
  let batch: ReadyFetch[] = [];
  let characters = 0;
  for (const fetch of fetches) {
    const length = charactersOf(fetch);
    if (batch.length > 0 && (batch.length === batchedAsks || characters + length > batchCharacters)) {
      batches.push(batch);
      batch = [];
      characters = 0;
    }
    batch.push(fetch);
    characters += length;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
