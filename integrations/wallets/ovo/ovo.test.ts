import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { HttpClient } from '../../../platform/http-client/http-client.ts';
import { walletConformance } from '../conformance.ts';
import { Ovo } from './ovo.ts';

walletConformance('OVO', { tokens: true, timestamps: true });

describe('OVO: a callback', () => {
  const ovo = new Ovo(
    {
      OVO_API_URL: 'http://127.0.0.1:1',
      OVO_CLIENT_ID: 'id',
      OVO_CLIENT_SECRET: 'secret',
      OVO_MERCHANT_ID: 'DGIHUB',
      OVO_SECRET_KEY: 'key',
    },
    new HttpClient(),
  );
  const body = '{"event_id":"e"}';
  const timestamp = '2026-01-15T10:00:00Z';
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const verdict = (callbackPath: string, receivedAt: string) =>
    ovo.verifySignature({
      headers: {
        'x-timestamp': timestamp,
        'x-signature': createHmac('sha512', 'key')
          .update(`POST:/payments/callback/ovo:${bodyHash}:${timestamp}`)
          .digest('base64'),
      },
      rawBody: Buffer.from(body),
      receivedAt: new Date(receivedAt),
      callbackPath,
    });

  it('is signed over the path that the hub gave out, its body and its time', () => {
    expect(verdict('/payments/callback/ovo', '2026-01-15T10:04:59Z')).toEqual({ valid: true });
    expect(verdict('/api/v1/payments/callback/ovo', '2026-01-15T10:04:59Z')).toEqual({
      valid: false,
      reason: 'WRONG_SIGNATURE',
    });
  });

  it('is stale more than 5 minutes off, either way', () => {
    const stale = { valid: false, reason: 'STALE_TIMESTAMP' };
    expect(verdict('/payments/callback/ovo', '2026-01-15T10:05:01Z')).toEqual(stale);
    expect(verdict('/payments/callback/ovo', '2026-01-15T09:54:59Z')).toEqual(stale);
  });
});
