import type { SharedMessage } from './shared-message.ts';

/** From this many bytes on, the message that all share is handed to the socket as it is and not copied. */
const sharedFrom = 16 * 1024;

/**
 * The websocket frame (RFC 6455: text, whole, unmasked) of a `next` message, in one part or two.
 *
 * @param idText how the JSON of this operation's messages begins: `{"id":"..."`
 */
export function nextFrame(idText: string, message: SharedMessage): readonly Buffer[] {
  const end = message.frameEnd;
  const idLength = Buffer.byteLength(idText);
  const length = idLength + end.length;
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const copied = end.length < sharedFrom;
  const head = Buffer.allocUnsafe(header + idLength + (copied ? end.length : 0));
  head[0] = 0x81;
  if (header === 2) head[1] = length;
  else if (header === 4) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeUInt32BE(0, 2);
    head.writeUInt32BE(length, 6);
  }
  head.write(idText, header);
  if (!copied) return [head, end];
  head.set(end, header + idLength);
  return [head];
}
