import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { ErrorFormatter } from '../errors.ts';
import { SharedMessage } from './shared-message.ts';
import type { Membership, Taker } from './shared-run.ts';

/** What an operation writes to. */
interface OperationSocket {
  /** Sends a `next` for each message; false when there is no room for more, and `ready()` will tell when there is. */
  next(operation: SocketOperation, messages: readonly SharedMessage[]): boolean;
  /** Sends an `error`, or `complete` without errors. */
  finish(operation: SocketOperation, errors?: readonly GraphQLFormattedError[]): void;
}

/** One operation of a client's, under the id that the client gave it. */
export class SocketOperation implements Taker {
  readonly id: string;
  /** How its messages begin. */
  readonly idText: string;
  /** It has ended, or the client has left it. */
  over = false;
  readonly #socket: OperationSocket;
  #membership: Membership | undefined;

  constructor(socket: OperationSocket, id: string) {
    this.#socket = socket;
    this.id = id;
    this.idText = `{"id":${JSON.stringify(id)}`;
  }

  /** It is a subscription, and takes what this run brings. */
  join(membership: Membership): void {
    this.#membership = membership;
  }

  take(messages: readonly SharedMessage[]): boolean {
    return this.#socket.next(this, messages);
  }

  /** There is room for more. */
  ready(): void {
    this.#membership?.ready();
  }

  /** The one result of a query or mutation. */
  answer(result: ExecutionResult, formatError: ErrorFormatter): void {
    if (this.over) return;
    this.#socket.next(this, [new SharedMessage(result, undefined, formatError)]);
    this.ended();
  }

  ended(errors?: readonly GraphQLFormattedError[]): void {
    if (this.over) return;
    this.over = true;
    this.#socket.finish(this, errors);
  }

  /** The client has left it. */
  leave(): void {
    if (this.over) return;
    this.over = true;
    this.#membership?.leave();
  }
}
