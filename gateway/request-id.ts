import { randomUUID } from 'node:crypto';

/** What may stand in a log line and a header without doing harm. */
const sane = /^[A-Za-z0-9._:/+=-]{1,128}$/;

/** The id of a request: what the client sent as `x-request-id` when it is harmless, else a new UUID. */
export function requestIdFrom(header: string | string[] | undefined): string {
  return typeof header === 'string' && sane.test(header) ? header : randomUUID();
}
