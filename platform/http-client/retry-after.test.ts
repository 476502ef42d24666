import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './retry-after.ts';

describe('Retry-After', () => {
  const now = new Date('2026-01-15T10:00:00Z');
  it.each([
    ['7', 7_000],
    ['Thu, 15 Jan 2026 10:00:30 GMT', 30_000],
    ['Thu, 15 Jan 2026 09:00:00 GMT', 0],
    ['99999999999', 86_400_000],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('%s is obeyed as %s ms', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
