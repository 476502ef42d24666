import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { HubError } from '../../platform/errors.ts';

/** The entity tag of a body: equal for equal bodies. */
export function entityTag(body: string): string {
  return `"${hash('sha256', body, 'base64url').slice(0, 27)}"`;
}

/** Whether the client has this body already, by `If-None-Match`; tags are compared weakly (RFC 9110 13.1.2). */
export function isKnown(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((each) => each.trim().replace(/^W\//, ''));
  return tags.includes(tag) || tags.includes('*');
}

/**
 * Refuses what would be a condition for a change: the graph does not compare versions when it writes, and a
 * condition must not be ignored.
 *
 * @throws HubError BAD_REQUEST
 */
export function refuseConditions(headers: IncomingHttpHeaders): void {
  for (const name of ['if-match', 'if-unmodified-since']) {
    if (headers[name] === undefined) continue;
    throw new HubError('BAD_REQUEST', {
      message:
        'Changes are not made on conditions; send the request without If-Match and If-Unmodified-Since.',
    });
  }
}
