import { HubError } from '../errors.ts';

/** A place in the log: after the event of this position, which was sequenced on this day. */
export interface LogPlace {
  /** UTC day, YYYY-MM-DD. */
  day: string;
  position: number;
}

const form = /^([0-9a-f-]{36}):(\d{4}-\d{2}-\d{2}):(\d{1,15})$/;

/** Writes a place of the log `logId` as the opaque cursor that clients keep. */
export function encodeCursor(logId: string, place: LogPlace): string {
  return Buffer.from(`${logId}:${place.day}:${place.position}`).toString('base64url');
}

/** Reads a cursor of the log `logId`; throws CURSOR_INVALID for rubbish and for another hub's. */
export function decodeCursor(logId: string, cursor: string): LogPlace {
  const [, log, day, position] = form.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (!log || !day || !position) throw new HubError('CURSOR_INVALID');
  if (log !== logId) {
    throw new HubError('CURSOR_INVALID', {
      message: 'This cursor is of another hub; leave `after` out to start here.',
    });
  }
  return { day, position: Number(position) };
}
