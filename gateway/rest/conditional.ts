import type { IncomingHttpHeaders } from 'node:http';
import { HubError } from '../../platform/errors.ts';

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
