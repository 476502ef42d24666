import { describe, expect, it } from '@jest/globals';
import { hmac, isFresh, sameSignature, sha256Hex } from './signature.ts';

describe('a signature', () => {
  it('is the HMAC of RFC 4231’s second test case', () => {
    const said = 'what do ya want for nothing?';
    expect(hmac('sha256', 'hex', 'Jefe', said)).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
    expect(
      Buffer.from(
        hmac('sha512', 'base64', 'Jefe', 'what do ya want ', Buffer.from('for nothing?')),
        'base64',
      ).toString('hex'),
    ).toMatch(/^164b7a7bfcf819e2e395fbe73b56e0a3/);
  });

  it('is compared as a whole', () => {
    const right = sha256Hex('x');
    expect(sameSignature(right, right)).toBe(true);
    expect(sameSignature(right.slice(0, -1), right)).toBe(false);
    expect(sameSignature(right.toUpperCase(), right)).toBe(false);
    expect(sameSignature('', right)).toBe(false);
  });
});

describe('a timestamp', () => {
  const now = new Date('2026-01-15T10:00:00Z');
  it.each([
    ['2026-01-15T10:00:00Z', true],
    ['2026-01-15T10:05:00.000Z', true],
    ['2026-01-15T10:05:00.001Z', false],
    ['2026-01-15T09:55:00Z', true],
    ['2026-01-15T09:54:59Z', false],
    ['2026-01-15T17:00:00+07:00', true],
    ['2026-01-15T10:00:00', false],
    ['Thu, 15 Jan 2026 10:00:00 GMT', false],
    ['2026-13-45T10:00:00Z', false],
  ])('%s is fresh: %s', (timestamp, fresh) => {
    expect(isFresh(timestamp, now)).toBe(fresh);
  });
});
