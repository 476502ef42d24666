import type { AnswerReceiver } from './connections/answer-receiver.ts';

/** How long a subgraph may take to begin its answer, and then between two parts of it. */
export const answerTimeoutMs = 60_000;

/** What becomes of one request: either of the two is called, once. */
export interface AnswerListener {
  answered(status: number, text: string): void;
  failed(error: unknown): void;
}

/** Collects the answer as a text. */
export class WholeAnswer implements AnswerReceiver {
  readonly #listener: AnswerListener;
  #status = 0;
  #length: number | undefined;
  #text = '';
  /** Where it comes in parts. */
  #parts: Buffer[] | undefined;

  constructor(listener: AnswerListener) {
    this.#listener = listener;
  }

  begun(status: number, length: number | undefined): void {
    this.#status = status;
    this.#length = length;
  }

  data(bytes: Buffer, from: number, to: number): void {
    if (to - from === this.#length) {
      this.#text = bytes.toString('utf8', from, to);
      return;
    }
    this.#parts ??= [];
    this.#parts.push(Buffer.from(bytes.subarray(from, to)));
  }

  ended(): void {
    const text = this.#parts ? Buffer.concat(this.#parts).toString('utf8') : this.#text;
    this.#listener.answered(this.#status, withoutMark(text));
  }

  failed(error: Error): void {
    this.#listener.failed(error);
  }
}

/** Some servers begin JSON with a byte order mark, which `JSON.parse` refuses. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

const newline = 0x0a;

/** Hands on each line of the answer as soon as it is whole. */
export class AnswerLines implements AnswerReceiver {
  readonly #onLine: (status: number, line: string) => void;
  readonly #onEnd: (error: Error | undefined) => void;
  #status = 0;
  /** The parts of a line that is not whole yet. */
  #begun: Buffer[] = [];

  constructor(onLine: (status: number, line: string) => void, onEnd: (error: Error | undefined) => void) {
    this.#onLine = onLine;
    this.#onEnd = onEnd;
  }

  begun(status: number): void {
    this.#status = status;
  }

  data(bytes: Buffer, from: number, to: number): void {
    let at = from;
    for (let end = bytes.indexOf(newline, at); end !== -1 && end < to; end = bytes.indexOf(newline, at)) {
      this.#onLine(this.#status, this.#lineOf(bytes, at, end));
      at = end + 1;
    }
    if (at < to) this.#begun.push(Buffer.from(bytes.subarray(at, to)));
  }

  ended(): void {
    if (this.#begun.length > 0) this.#onLine(this.#status, this.#lineOf(Buffer.alloc(0), 0, 0));
    this.#onEnd(undefined);
  }

  failed(error: Error): void {
    this.#onEnd(error);
  }

  #lineOf(bytes: Buffer, from: number, to: number): string {
    if (this.#begun.length === 0) return bytes.toString('utf8', from, to);
    const line = Buffer.concat([...this.#begun, bytes.subarray(from, to)]).toString('utf8');
    this.#begun = [];
    return line;
  }
}
