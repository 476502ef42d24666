import { describe, expect, it } from '@jest/globals';
import { assertSameKey, idempotencyKeyOf } from './idempotency-key.ts';

describe('the header Idempotency-Key', () => {
  it.each([
    [undefined, undefined],
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"8e03978e"', '8e03978e'],
    [' a ', 'a'],
  ])('%j names the key %j', (header, key) => {
    expect(idempotencyKeyOf(header)).toBe(key);
  });

  it.each(['', '""', 'two words', 'x'.repeat(201), 'kunci-é'])('%j is refused', (header) => {
    expect(() => idempotencyKeyOf(header)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
  });

  it('and the input must name the same, where both do', () => {
    expect(() => assertSameKey('a', 'b')).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
    for (const [header, input] of [
      ['a', 'a'],
      ['a', null],
      [undefined, 'a'],
      [undefined, undefined],
    ] as const)
      assertSameKey(header, input);
  });
});
