import type { AnswerReceiver, CallOff } from './answer-receiver.ts';

/** Connections to one server that are kept open, one request at a time on each. */
export interface Connections {
  /**
   * @param path with what is behind its question mark
   * @param headers names and values in turn
   * @param repeatable whether it does no harm when it arrives twice
   */
  post(path: string, headers: string[], body: string, receiver: AnswerReceiver, repeatable: boolean): CallOff;
  /** Resolves when what is under way has been answered. */
  close(): Promise<void>;
}

export interface ConnectionTimes {
  readonly connectMs: number;
  /** From the request to the beginning of its answer, and between two parts of that. */
  readonly answerMs: number;
  /** How long a connection is kept idle where the server does not say how long it keeps it. */
  readonly idleMs: number;
}

export interface ConnectionsOptions extends ConnectionTimes {
  /** The server: what is of its origin counts. */
  readonly origin: URL;
  /** Open at a time; what is beyond waits for one of them. */
  readonly connections: number;
}
