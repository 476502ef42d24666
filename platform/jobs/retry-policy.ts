/** When something that did not get through to an outside system is sent again. */
export interface RetryPolicy {
  /** Wait after the first attempt; it doubles with each one. */
  firstDelayMs: number;
  longestDelayMs: number;
  /** After as many it is given up. */
  maxAttempts: number;
  /** An attempt of which nothing was heard for so long has died with its process. Longer than any call takes. */
  attemptLeaseMs: number;
}

/**
 * About three days: 2 s, so that whoever waits for the mutation still hears of what was but a blip, then
 * 4 s, 8 s, ... and from the thirteenth attempt on every two hours.
 */
export const defaultRetryPolicy: RetryPolicy = {
  firstDelayMs: 2000,
  longestDelayMs: 2 * 60 * 60_000,
  maxAttempts: 47,
  // Two tokens and two calls of 30 s each, when the first token is refused.
  attemptLeaseMs: 3 * 60_000,
};

/**
 * Milliseconds until the attempt after `attempts`: exponential, of which at most half is taken off at
 * random so that what the hub sends does not come all at once, and never before the system’s
 * Retry-After.
 */
export function retryDelayMs(
  policy: RetryPolicy,
  attempts: number,
  retryAfterMs: number | null,
  random: number = Math.random(),
): number {
  const delay = Math.min(policy.firstDelayMs * 2 ** (attempts - 1), policy.longestDelayMs);
  return Math.max(delay * (1 - random / 2), retryAfterMs ?? 0);
}
