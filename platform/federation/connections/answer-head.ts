/** What the head of an answer says of what is behind it. */
export interface AnswerHead {
  readonly status: number;
  /** Bytes of the body; undefined where it comes in chunks, or lasts until the connection ends. */
  readonly length: number | undefined;
  readonly chunked: boolean;
  /** Whether another request may follow on the connection. */
  readonly staysOpen: boolean;
  /** How long the server keeps an idle connection, in milliseconds; undefined where it does not say. */
  readonly keptMs: number | undefined;
}

const statusLine = /^HTTP\/1\.([01]) (\d{3})[ \r]/;
const digits = /^\d{1,15}$/;
const keptFor = /(?:^|[ ,;])timeout=(\d{1,6})/;

const [lineFeed, carriageReturn, space, tab] = [0x0a, 0x0d, 0x20, 0x09];

/**
 * Reads what of a head decides where the answer ends (RFC 9112, section 6) and passes over the rest.
 *
 * @param text each line of the head with its CR LF
 * @throws Error when it is not clear where the answer ends
 */
export function readHead(text: string): AnswerHead {
  const [, minor, code] = statusLine.exec(text) ?? [];
  if (code === undefined) throw malformed('status line');
  const status = Number(code);
  let length: number | undefined;
  let chunked = false;
  let staysOpen = minor === '1';
  let keptMs: number | undefined;
  for (let at = text.indexOf('\n') + 1; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const colon = text.indexOf(':', at);
    if (!isField(text, at, colon, end)) throw malformed('header');
    // No other names are as long as those that matter.
    const nameLength = colon - at;
    if (nameLength === 14 || nameLength === 17 || nameLength === 10) {
      const name = text.slice(at, colon).toLowerCase();
      const value = text.slice(colon + 1, end).trim();
      if (name === 'content-length') {
        if (length !== undefined || !digits.test(value)) throw malformed(name);
        length = Number(value);
      } else if (name === 'transfer-encoding') {
        if (chunked || value.toLowerCase() !== 'chunked') throw malformed(name);
        chunked = true;
      } else if (name === 'connection') staysOpen = staysOpenBy(value.toLowerCase(), staysOpen);
      else if (name === 'keep-alive') {
        const seconds = keptFor.exec(value)?.[1];
        if (seconds !== undefined) keptMs = Number(seconds) * 1000;
      }
    }
    at = end + 1;
  }
  // Some have made two answers of one by saying both.
  if (chunked && length !== undefined) throw malformed('content-length with transfer-encoding');
  if (status < 200 || status === 204 || status === 304)
    return { status, length: 0, chunked: false, staysOpen, keptMs };
  return { status, length, chunked, staysOpen: staysOpen && (chunked || length !== undefined), keptMs };
}

function isField(text: string, at: number, colon: number, end: number): boolean {
  if (colon <= at || colon > end || text.charCodeAt(end - 1) !== carriageReturn) return false;
  return !isBlank(text.charCodeAt(at)) && !isBlank(text.charCodeAt(colon - 1));
}

function isBlank(code: number): boolean {
  return code === space || code === tab || code === lineFeed || code === carriageReturn;
}

function staysOpenBy(options: string, before: boolean): boolean {
  if (!options.includes('close'))
    return before || options.split(',').some((option) => option.trim() === 'keep-alive');
  return false;
}

function malformed(what: string): Error {
  return new Error(`answered with a malformed ${what}`);
}
