import { errorCatalogue, isErrorCode } from '../../../platform/errors.ts';
import type { GraphResult } from '../../../platform/federation/graph.ts';

/** Bytes of a body with a selected payload. */
const largest = 256 * 1024;

/** An error in an envelope, as GraphQL tells them; `path` begins in `data`. */
interface EnvelopeError {
  message: string;
  path?: readonly (string | number)[];
  extensions: { code: string };
}

/** Whether something that may come back was not there, so that the selection is to be run again. */
export function isToBeRunAgain({ errors = [] }: GraphResult): boolean {
  return errors.some(({ extensions }) => {
    const code = extensions?.code;
    return isErrorCode(code) && errorCatalogue[code].retryable;
  });
}

/**
 * The body of a delivery with what was selected as its `data`, and with `errors` when there were some.
 * Where nothing came of it, the data are those of `defaultBody`, and `errors` say why.
 */
export function renderedBody(defaultBody: string, { data, errors = [] }: GraphResult): string {
  const envelope = JSON.parse(defaultBody) as Record<string, unknown>;
  const told: EnvelopeError[] = errors.map(({ message, path, extensions }) => ({
    message,
    ...(path && { path: path.slice(1) }),
    extensions: { code: String(extensions?.code) },
  }));
  const selected = data?.eventSubject ?? null;
  if (selected === null) {
    const gone = problem('NOT_FOUND', 'The entity is no longer there, or the webhook may not see it.');
    return JSON.stringify({ ...envelope, errors: told.length > 0 ? told : [gone] });
  }
  const body = JSON.stringify({ ...envelope, data: selected, ...(told.length > 0 && { errors: told }) });
  if (Buffer.byteLength(body) <= largest) return body;
  const large = problem('PAYLOAD_TOO_LARGE', `The payload has more than ${largest} bytes; select less.`);
  return JSON.stringify({ ...envelope, errors: [large] });
}

function problem(code: string, message: string): EnvelopeError {
  return { message, extensions: { code } };
}
