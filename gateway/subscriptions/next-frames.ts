import type { SharedMessage } from './shared-message.ts';

/** From this many bytes on, the message that all share is handed to the socket as it is and not copied. */
const sharedFrom = 16 * 1024;

/**
 * The websocket frames (RFC 6455: text, whole, unmasked) of a `next` for each message, as the parts that
 * they are to be written in: one for all messages that are small.
 *
 * @param idText how the JSON of this operation's messages begins: `{"id":"..."`
 */
export function nextFrames(idText: string, messages: readonly SharedMessage[]): readonly Buffer[] {
  const idLength = Buffer.byteLength(idText);
  const parts: Buffer[] = [];
  let begun = 0;
  for (const [n, { frameEnd }] of messages.entries()) {
    if (frameEnd.length < sharedFrom) continue;
    if (n > begun) parts.push(copied(idText, idLength, messages.slice(begun, n)));
    const head = Buffer.allocUnsafe(headerLength(idLength + frameEnd.length) + idLength);
    head.write(idText, writeHeader(head, 0, idLength + frameEnd.length));
    parts.push(head, frameEnd);
    begun = n + 1;
  }
  if (begun === messages.length) return parts;
  parts.push(copied(idText, idLength, begun === 0 ? messages : messages.slice(begun)));
  return parts;
}

function copied(idText: string, idLength: number, messages: readonly SharedMessage[]): Buffer {
  let length = 0;
  for (const { frameEnd } of messages)
    length += headerLength(idLength + frameEnd.length) + idLength + frameEnd.length;
  const frames = Buffer.allocUnsafe(length);
  let at = 0;
  for (const { frameEnd } of messages) {
    at = writeHeader(frames, at, idLength + frameEnd.length);
    at += frames.write(idText, at);
    frames.set(frameEnd, at);
    at += frameEnd.length;
  }
  return frames;
}

function headerLength(length: number): number {
  if (length < 126) return 2;
  return length < 65_536 ? 4 : 10;
}

/** Where the payload begins. */
function writeHeader(frames: Buffer, at: number, length: number): number {
  frames[at] = 0x81;
  if (length < 126) {
    frames[at + 1] = length;
    return at + 2;
  }
  if (length < 65_536) {
    frames[at + 1] = 126;
    return frames.writeUInt16BE(length, at + 2);
  }
  frames[at + 1] = 127;
  frames.writeUInt32BE(0, at + 2);
  return frames.writeUInt32BE(length, at + 6);
}
