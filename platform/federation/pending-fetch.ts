import type { ExecutionResult } from 'graphql';
import type { HubError } from '../errors.ts';
import type { CallOff } from './connections/answer-receiver.ts';
import { departuresWith } from './departures.ts';
import type { AnswerListener } from './exchange.ts';
import { resultOf } from './graphql-result.ts';
import { unavailable } from './remote-subgraph.ts';

/** Somebody who waits for an answer. */
interface Asker {
  resolve(result: ExecutionResult): void;
  reject(error: HubError): void;
  /** Ends the waiting before there is an answer; it stands among `departures`. */
  leave?: () => void;
  departures?: Set<() => void>;
}

/** A fetch that is to be answered, and all who wait for it: each gets an answer of its own, which it may change. */
export class PendingFetch implements AnswerListener {
  readonly #subgraph: string;
  #asking: Asker[] = [];
  #callOff: CallOff | undefined;

  /** @param subgraph its name, for messages */
  constructor(subgraph: string) {
    this.#subgraph = subgraph;
  }

  /** Whether nobody waits for it: it has been settled, or all have gone. */
  get isForsaken(): boolean {
    return this.#asking.length === 0;
  }

  /** The answer. Rejects with UPSTREAM_UNAVAILABLE when there is none, or `signal` says that it is not wanted any more. */
  join(signal: AbortSignal | undefined): Promise<ExecutionResult> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(unavailable(this.#subgraph, signal.reason));
      const asker: Asker = { resolve, reject };
      this.#asking.push(asker);
      if (!signal) return;
      asker.leave = () => {
        this.#asking = this.#asking.filter((other) => other !== asker);
        reject(unavailable(this.#subgraph, signal.reason));
        if (this.isForsaken) this.#callOff?.();
      };
      asker.departures = departuresWith(signal).add(asker.leave);
    });
  }

  /** Tells how the request is called off once nobody waits for its answer. */
  sent(callOff: CallOff): void {
    this.#callOff = callOff;
  }

  /** Takes an answer as it came over HTTP. One that is no GraphQL result is none. */
  answered(status: number, text: string): void {
    this.settle(() => resultOf(status, text));
  }

  failed(cause: unknown): void {
    const error = unavailable(this.#subgraph, cause);
    for (const asker of this.#take()) asker.reject(error);
  }

  /** Gives each who waits what `make` returns, and all UPSTREAM_UNAVAILABLE when it throws. */
  settle(make: () => ExecutionResult): void {
    for (const asker of this.#take()) {
      try {
        asker.resolve(make());
      } catch (error) {
        asker.reject(unavailable(this.#subgraph, error));
      }
    }
  }

  #take(): Asker[] {
    const asking = this.#asking;
    this.#asking = [];
    for (const { departures, leave } of asking) if (leave) departures?.delete(leave);
    return asking;
  }
}
