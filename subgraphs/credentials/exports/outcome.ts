import { OutsideError } from '../../../platform/http-client/outside-error.ts';
import { catalogued, type Destination, type Taken } from './destinations.ts';
import { ExportStatus } from './export.state.ts';

export interface Failure {
  code: string;
  message: string;
}

/** What is known after an attempt. */
export type Outcome =
  | { status: ExportStatus.SUCCEEDED; taken: Taken }
  | { status: ExportStatus.REFUSED | ExportStatus.FAILED | ExportStatus.UNKNOWN; failure: Failure }
  | { status: ExportStatus.RETRYING; failure: Failure; retryAfterMs: number | null };

/** What an error says of the attempt that it ended. An error that nobody foresaw is thrown on. */
export function outcomeOf(error: unknown, destination: Destination): Outcome {
  return error instanceof OutsideError ? answered(error, destination) : notSent(error);
}

function answered(error: OutsideError, { repeatable, hubCredentials }: Destination): Outcome {
  const { kind, status, retryAfterMs } = error;
  if (kind === 'REJECTED') {
    const failure = { code: 'UPSTREAM_REJECTED', message: saidBy(error) };
    // What is refused is the hub, not the credential: it goes through when the operator has mended that.
    if (hubCredentials && (status === 401 || status === 403))
      return { status: ExportStatus.RETRYING, failure, retryAfterMs };
    return { status: ExportStatus.REFUSED, failure };
  }
  const failure = { code: 'UPSTREAM_UNAVAILABLE', message: error.message };
  return repeatable || surelyNotDone(error)
    ? { status: ExportStatus.RETRYING, failure, retryAfterMs }
    : { status: ExportStatus.UNKNOWN, failure };
}

/** Nothing was sent, or the system was too busy to look at it. */
function surelyNotDone({ kind, status }: OutsideError): boolean {
  return kind === 'UNAVAILABLE' && (status === null || status === 429 || status === 503);
}

function saidBy(error: OutsideError): string {
  return [error.vendorCode, error.vendorMessage].filter(Boolean).join(': ') || error.message;
}

/** What stood in the way before anything was sent: a neighbour that does not answer, or a fact that is missing. */
function notSent(error: unknown): Outcome {
  const known = catalogued(error);
  if (!known) throw error;
  const { code, message, retryable } = known;
  const failure = { code, message };
  return retryable || code === 'NOT_CONFIGURED'
    ? { status: ExportStatus.RETRYING, failure, retryAfterMs: null }
    : { status: ExportStatus.FAILED, failure };
}
