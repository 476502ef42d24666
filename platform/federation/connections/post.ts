import type { AnswerReceiver } from './answer-receiver.ts';

/** What a request is under way on. */
export interface Carrier {
  /** Ends it; what it carries fails with `error`. */
  giveUp(error: Error): void;
}

/** A request that is to be sent, or has been. */
export class Post {
  /** Set before it is sent. */
  bytes: string | Buffer = '';
  readonly receiver: AnswerReceiver;
  /** Whether it may be sent again when it is not known whether it has arrived. */
  repeatable: boolean;
  /** Undefined before it has been sent, and when it has been answered. */
  carrier: Carrier | undefined;

  constructor(receiver: AnswerReceiver, repeatable: boolean) {
    this.receiver = receiver;
    this.repeatable = repeatable;
  }
}

/** What no header may hold: it would end it, or could not be sent (RFC 9110, section 5.5). */
const unsendable = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * A request as it is sent: a text of Latin-1, or bytes where its body is more than that.
 *
 * @param begin its first line and the headers that are always the same
 * @param headers names and values in turn
 * @throws Error when a header cannot be sent
 */
export function requestText(begin: string, headers: readonly string[], body: string): string | Buffer {
  let head = begin;
  for (let i = 0; i < headers.length; i += 2) {
    const value = headers[i + 1] as string;
    if (unsendable.test(value)) throw new Error(`the header ${headers[i]} cannot be sent`);
    head += `${headers[i]}: ${value}\r\n`;
  }
  const length = Buffer.byteLength(body);
  head += `content-length: ${length}\r\n\r\n`;
  // As many bytes as characters: all of it is ASCII.
  return length === body.length
    ? head + body
    : Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
}
