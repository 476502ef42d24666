import type { IncomingHttpHeaders } from 'node:http';
import { HubError } from '../../platform/errors.ts';
import { essenceOf } from './media-types.ts';

/** What a form of any site may send without asking for leave first. */
const formTypes: readonly (string | null)[] = [
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
];
/** What a simple cross-site form cannot send shows that a browser has asked for leave. */
const shownBy = ['x-api-key', 'authorization', 'x-apollo-operation-name', 'apollo-require-preflight'];

/**
 * Refuses what a page of another site can make a browser send without asking (cross-site request forgery).
 *
 * @throws HubError BAD_REQUEST
 */
export function refuseCrossSite(headers: IncomingHttpHeaders): void {
  const contentType = headers['content-type'];
  if (contentType !== undefined && !formTypes.includes(essenceOf(contentType))) return;
  if (shownBy.some((name) => headers[name])) return;
  throw new HubError('BAD_REQUEST', {
    message: `A page of another site could have sent this. Send a content-type other than ${formTypes.join(', ')}, or one of these headers: ${shownBy.join(', ')}.`,
  });
}
