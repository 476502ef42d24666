import { type AnswerHead, readHead } from './answer-head.ts';
import type { AnswerReceiver } from './answer-receiver.ts';

/** Bytes of all that is no body: heads, lengths of chunks, trailers. */
const mostHeadBytes = 16_384;

const headEnd = Buffer.from('\r\n\r\n');
const lineFeed = 0x0a;
/** The length of a chunk; what it may be extended by is passed over (RFC 9112, section 7.1). */
const chunkLine = /^([0-9a-fA-F]{1,12})[ \t]*(?:;[^\r]*)?\r\n$/;

type Place =
  | 'head'
  | 'body'
  | 'body until the end'
  | 'chunk line'
  | 'chunk'
  | 'chunk end'
  | 'trailer'
  | 'over';

/** Reads one answer of HTTP/1.1 after the other, in whatever parts it comes. */
export class AnswerReader {
  #receiver: AnswerReceiver | undefined;
  #place: Place = 'over';
  #head: AnswerHead | undefined;
  /** The beginning of what is not whole yet: a head or a line. */
  #begun = '';
  #headBytes = 0;
  /** Bytes of the body, or of the chunk, that are still to come. */
  #left = 0;
  /** Whether anything of the answer has come. */
  hasBegun = false;

  begin(receiver: AnswerReceiver): void {
    this.#receiver = receiver;
    this.#place = 'head';
    this.#head = undefined;
    this.#begun = '';
    this.#headBytes = 0;
    this.hasBegun = false;
  }

  get isOver(): boolean {
    return this.#place === 'over';
  }

  /** Of the answer that has been read: whether another request may follow, and within which time. */
  get head(): AnswerHead | undefined {
    return this.#head;
  }

  /**
   * Reads what has come.
   *
   * @returns how many of them belonged to the answer
   * @throws Error when that is no answer
   */
  read(bytes: Buffer): number {
    this.hasBegun = true;
    let at = 0;
    while (at < bytes.length && this.#place !== 'over') {
      if (this.#place === 'head') at = this.#readHead(bytes, at);
      else if (this.#place === 'body' || this.#place === 'chunk') at = this.#readLeft(bytes, at);
      else if (this.#place === 'body until the end') {
        this.#receiver?.data(bytes, at, bytes.length);
        at = bytes.length;
      } else at = this.#readLine(bytes, at);
    }
    return at;
  }

  /** Takes note that nothing more will come. @returns whether that is how this answer ends */
  end(): boolean {
    if (this.#place !== 'body until the end') return false;
    this.#place = 'over';
    return true;
  }

  #readHead(bytes: Buffer, at: number): number {
    // One search where it is whole, as it nearly always is.
    const end = this.#begun === '' ? bytes.indexOf(headEnd, at) : -1;
    if (end >= 0) {
      this.#takeHead(bytes.toString('latin1', at, end + 2), end + headEnd.length - at);
      return end + headEnd.length;
    }
    const text = this.#begun + bytes.toString('latin1', at);
    const endOfText = text.indexOf('\r\n\r\n');
    if (endOfText < 0) {
      this.#count(text.length - this.#begun.length);
      this.#begun = text;
      return bytes.length;
    }
    const taken = endOfText + headEnd.length - this.#begun.length;
    this.#takeHead(text.slice(0, endOfText + 2), taken);
    return at + taken;
  }

  #takeHead(text: string, bytes: number): void {
    this.#count(bytes);
    this.#begun = '';
    const head = readHead(text);
    if (head.status === 101) throw new Error('answered with another protocol');
    // What is said before the answer, such as 103.
    if (head.status < 200) return;
    this.#head = head;
    this.#left = head.length ?? 0;
    this.#receiver?.begun(head.status, head.length);
    if (head.chunked) this.#place = 'chunk line';
    else if (head.length === undefined) this.#place = 'body until the end';
    else this.#place = head.length === 0 ? 'over' : 'body';
  }

  #readLeft(bytes: Buffer, at: number): number {
    const to = Math.min(bytes.length, at + this.#left);
    this.#receiver?.data(bytes, at, to);
    this.#left -= to - at;
    if (this.#left === 0) this.#place = this.#place === 'body' ? 'over' : 'chunk end';
    return to;
  }

  #readLine(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(lineFeed, at);
    const to = end < 0 ? bytes.length : end + 1;
    this.#begun += bytes.toString('latin1', at, to);
    // Neither the length of a chunk nor its end is counted over all chunks: there may be many.
    if (this.#place === 'trailer') this.#count(to - at);
    else if (this.#begun.length > mostHeadBytes) throw tooLong();
    if (!this.#begun.endsWith('\n')) return to;
    const line = this.#begun;
    this.#begun = '';
    this.#takeLine(line);
    return to;
  }

  #takeLine(line: string): void {
    if (this.#place === 'trailer') {
      if (line === '\r\n') this.#place = 'over';
    } else if (this.#place === 'chunk end') {
      if (line !== '\r\n') throw new Error('answered with a chunk of another length');
      this.#place = 'chunk line';
    } else {
      const size = chunkLine.exec(line)?.[1];
      if (size === undefined) throw new Error('answered with a malformed chunk');
      this.#left = Number.parseInt(size, 16);
      this.#place = this.#left === 0 ? 'trailer' : 'chunk';
    }
  }

  #count(bytes: number): void {
    this.#headBytes += bytes;
    if (this.#headBytes > mostHeadBytes) throw tooLong();
  }
}

function tooLong(): Error {
  return new Error(`answered with more than ${mostHeadBytes} bytes of headers`);
}
