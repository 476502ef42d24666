const longestMs = 24 * 60 * 60 * 1000;

/**
 * Milliseconds to wait by a Retry-After header (RFC 9110 section 10.2.3: seconds or an HTTP date), at
 * most a day and never negative; null when there is none, or none that can be read.
 */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
  const value = header?.trim();
  if (!value) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), longestMs);
}
