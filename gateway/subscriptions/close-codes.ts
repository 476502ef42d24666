import { CloseCode } from 'graphql-ws';
import type { ErrorCode } from '../../platform/errors.ts';
import { asHubError } from '../errors.ts';

/** RFC 6455 registry. */
const tryAgainLater = 1013;
/** Of the private range, after HTTP 429: too many wrong keys; or a client that lags so far that not even its error can be written. */
export const tooMany = 4429;
/** What a socket is closed with whose caller is not let in. */
const unadmitted: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: CloseCode.Unauthorized,
  // A key that may not be used from here is known, and still lets nobody in.
  FORBIDDEN: CloseCode.Forbidden,
  RATE_LIMITED: tooMany,
};
/** RFC 6455: of the reason that a socket is closed with. */
const reasonBytes = 123;

/** As much of `reason` as a socket can be closed with. */
export function closeReason(reason: string): string {
  return Buffer.from(reason).subarray(0, reasonBytes).toString();
}

/** With what a socket is closed whose caller is not let in; `known` is false where that says nothing of the caller. */
export function refusalOf(error: unknown): { code: number; reason: string; known: boolean } {
  const { code, message } = asHubError(error);
  const closeCode = unadmitted[code];
  // An authenticator that fails says nothing of the key: the client may come back with it.
  return {
    code: closeCode ?? tryAgainLater,
    reason: `${code}: ${message}`,
    known: closeCode !== undefined,
  };
}
