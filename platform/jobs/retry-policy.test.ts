import { describe, expect, it } from '@jest/globals';
import { defaultRetryPolicy, retryDelayMs } from './retry-policy.ts';

describe('the wait before something is sent again', () => {
  it('doubles up to its longest, and at most half of it is left to chance', () => {
    const waits = [1, 2, 3, 20].map((attempts) => retryDelayMs(defaultRetryPolicy, attempts, null, 0));
    expect(waits).toEqual([2000, 4000, 8000, 7_200_000]);
    expect(retryDelayMs(defaultRetryPolicy, 3, null, 1)).toBe(4000);
  });

  it('is never shorter than the system asked for', () => {
    expect(retryDelayMs(defaultRetryPolicy, 1, 120_000)).toBe(120_000);
    expect(retryDelayMs(defaultRetryPolicy, 3, 1000, 0)).toBe(8000);
  });

  it('adds up to days, not hours and not weeks', () => {
    const { maxAttempts } = defaultRetryPolicy;
    const waits = Array.from({ length: maxAttempts - 1 }, (_, index) =>
      retryDelayMs(defaultRetryPolicy, index + 1, null, 0),
    );
    const days = waits.reduce((sum, wait) => sum + wait, 0) / 86_400_000;
    expect(days).toBeGreaterThan(2);
    expect(days).toBeLessThan(4);
  });
});
