import type { Dispatcher } from 'undici';

/** How long a subgraph may take to begin its answer, and then between two parts of it. */
export const answerTimeoutMs = 60_000;

/** What becomes of one request: either of the two is called, once. */
export interface AnswerListener {
  answered(status: number, text: string): void;
  failed(error: unknown): void;
}

/** Calls a request off. Its listener fails, unless it has been answered. */
export type CallOff = () => void;

/** One request and its answer, as undici tells of it. */
export abstract class Exchange implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined;
  #calledOff = false;
  protected status = 0;

  callOff(): void {
    this.#calledOff = true;
    this.#controller?.abort(new Error('called off'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // While it waited for a connection.
    if (this.#calledOff) this.callOff();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.status = status;
  }

  abstract onResponseData(controller: Dispatcher.DispatchController, part: Buffer): void;
  abstract onResponseEnd(): void;
  abstract onResponseError(controller: unknown, error: Error): void;
}

/** Collects the answer as a text. */
export class WholeAnswer extends Exchange {
  readonly #listener: AnswerListener;
  #first: Buffer | undefined;
  /** All parts, once there is a second. */
  #parts: Buffer[] | undefined;

  constructor(listener: AnswerListener) {
    super();
    this.#listener = listener;
  }

  override onResponseData(_controller: Dispatcher.DispatchController, part: Buffer): void {
    if (!this.#first) this.#first = part;
    else if (this.#parts) this.#parts.push(part);
    else this.#parts = [this.#first, part];
  }

  override onResponseEnd(): void {
    const bytes = this.#parts ? Buffer.concat(this.#parts) : this.#first;
    this.#listener.answered(this.status, bytes ? textOf(bytes) : '');
  }

  override onResponseError(_controller: unknown, error: Error): void {
    this.#listener.failed(error);
  }
}

/** Some servers begin JSON with a byte order mark, which `JSON.parse` refuses. */
function textOf(bytes: Buffer): string {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.toString('utf8', marked ? 3 : 0);
}

const newline = 0x0a;

/** Hands on each line of the answer as soon as it is whole. */
export class AnswerLines extends Exchange {
  readonly #onLine: (status: number, line: string) => void;
  readonly #onEnd: (error: Error | undefined) => void;
  /** The parts of a line that is not whole yet. */
  #begun: Buffer[] = [];

  constructor(onLine: (status: number, line: string) => void, onEnd: (error: Error | undefined) => void) {
    super();
    this.#onLine = onLine;
    this.#onEnd = onEnd;
  }

  override onResponseData(_controller: Dispatcher.DispatchController, part: Buffer): void {
    let from = 0;
    for (let end = part.indexOf(newline); end !== -1; end = part.indexOf(newline, from)) {
      this.#onLine(this.status, this.#lineOf(part.subarray(from, end)));
      from = end + 1;
    }
    if (from < part.length) this.#begun.push(part.subarray(from));
  }

  override onResponseEnd(): void {
    if (this.#begun.length > 0) this.#onLine(this.status, this.#lineOf());
    this.#onEnd(undefined);
  }

  override onResponseError(_controller: unknown, error: Error): void {
    this.#onEnd(error);
  }

  #lineOf(last: Buffer = Buffer.alloc(0)): string {
    if (this.#begun.length === 0) return last.toString('utf8');
    const line = Buffer.concat([...this.#begun, last]).toString('utf8');
    this.#begun = [];
    return line;
  }
}
