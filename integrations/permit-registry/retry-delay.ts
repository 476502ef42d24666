import { OutsideError } from '../../platform/http-client/outside-error.ts';

const retriedStatuses: readonly (number | null)[] = [500, 502, 503, 504];
const maxRetries = 3;

/**
 * Milliseconds until a call that failed is made again after `retries` of it: 1, 2 and 4 seconds, and no
 * earlier than the registry asked for; null when it is not to be made again. Only 500, 502, 503 and 504
 * are worth it; whoever waits puts the call back on a queue meanwhile.
 */
export function retryDelayMs(error: unknown, retries: number): number | null {
  if (!(error instanceof OutsideError) || retries >= maxRetries) return null;
  if (!retriedStatuses.includes(error.status)) return null;
  return Math.max(1000 * 2 ** retries, error.retryAfterMs ?? 0);
}
