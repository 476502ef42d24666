import { describe, expect, it } from '@jest/globals';
import { keepable, maskSecrets } from './masking.ts';

describe('what is kept of an exchange', () => {
  it.each([
    ['{"access_token": "a\\"b", "expires_in": 5}', '{"access_token": "[masked]", "expires_in": 5}'],
    [
      'grant_type=client_credentials&client_secret=x%20y&scope=a',
      'grant_type=client_credentials&client_secret=[masked]&scope=a',
    ],
    ['client_secret=first', 'client_secret=[masked]'],
    [
      '{"return_url":"https://h/payments/return?t=abc"}',
      '{"return_url":"https://h/payments/return?t=[masked]"}',
    ],
    ['Authorization: Bearer abc.def-1', 'Authorization: Bearer [masked]'],
    ['"nik":"3201010101010001"', '"nik":"************0001"'],
    ['12345678901234567 is no NIK', '12345678901234567 is no NIK'],
  ])('%s becomes %s', (text, expected) => {
    expect(maskSecrets(text)).toBe(expected);
  });

  it('never holds a NUL or half a character', () => {
    expect(keepable('a\0b')).toBe('a\uFFFDb');
    expect(keepable(`${'x'.repeat(4095)}é`)).toBe('x'.repeat(4095));
  });

  it('does not show the start of a secret that the cut went through', () => {
    expect(keepable(`{"pad":"${'x'.repeat(4070)}","secret":"${'s'.repeat(100)}"}`)).not.toContain('sss');
  });
});
