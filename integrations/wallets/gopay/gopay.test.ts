import { describe, expect, it } from '@jest/globals';
import { HttpClient } from '../../../platform/http-client/http-client.ts';
import { walletConformance } from '../conformance.ts';
import { Gopay } from './gopay.ts';

walletConformance('GOPAY', { tokens: false, timestamps: false });

describe('GOPAY: a signature', () => {
  const gopay = new Gopay(
    { GOPAY_API_URL: 'http://127.0.0.1:1', GOPAY_API_KEY: 'key', GOPAY_SECRET_KEY: 'Jefe' },
    new HttpClient(),
  );
  // RFC 4231, test case 2.
  const rawBody = Buffer.from('what do ya want for nothing?');
  const signature = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
  const verdict = (headers: Record<string, string>) =>
    gopay.verifySignature({ headers, rawBody, receivedAt: new Date(), callbackPath: '/' });

  it('is taken from either name of its header', () => {
    expect(verdict({ 'x-gojek-signature': signature })).toEqual({ valid: true });
    expect(verdict({ 'x-go-signature': signature })).toEqual({ valid: true });
  });

  it('in the alias does not help a wrong one', () => {
    expect(verdict({ 'x-gojek-signature': 'f'.repeat(64), 'x-go-signature': signature })).toEqual({
      valid: false,
      reason: 'WRONG_SIGNATURE',
    });
  });
});
