import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { HttpClient } from '../../../platform/http-client/http-client.ts';
import { walletConformance } from '../conformance.ts';
import { Linkaja } from './linkaja.ts';

walletConformance('LINKAJA', { tokens: true, timestamps: true });

describe('LINKAJA: a callback', () => {
  const linkaja = new Linkaja(
    {
      LINKAJA_API_URL: 'http://127.0.0.1:1',
      LINKAJA_CLIENT_ID: 'id',
      LINKAJA_CLIENT_SECRET: 'secret',
      LINKAJA_SECRET_KEY: 'key',
    },
    new HttpClient(),
  );
  const rawBody = Buffer.from('{"event_id":"e"}');
  const verdict = (timestamp: string, receivedAt: string) =>
    linkaja.verifySignature({
      headers: {
        'x-linkaja-timestamp': timestamp,
        'x-linkaja-signature': createHmac('sha256', 'key')
          .update(`${timestamp}.{"event_id":"e"}`)
          .digest('hex'),
      },
      rawBody,
      receivedAt: new Date(receivedAt),
      callbackPath: '/payments/callback/linkaja',
    });

  it('is signed over its time and its body', () => {
    expect(verdict('2026-01-15T10:00:00Z', '2026-01-15T10:00:01Z')).toEqual({ valid: true });
  });

  it.each(['2026-01-15T10:05:01Z', '2026-01-15T09:54:59Z'])(
    'is stale more than 5 minutes off, either way (%s)',
    (receivedAt) => {
      expect(verdict('2026-01-15T10:00:00Z', receivedAt)).toEqual({
        valid: false,
        reason: 'STALE_TIMESTAMP',
      });
    },
  );

  it('never reaches a customer without an Indonesian mobile number', async () => {
    const order = {
      orderId: 'O-1',
      amount: 1,
      description: 'x',
      customer: { name: 'x', phone: '+6591234567' },
      callbackUrl: 'http://127.0.0.1:1/',
      returnUrl: 'http://127.0.0.1:1/',
      metadata: {},
    };
    await expect(linkaja.create(order, { requestId: 'r' })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
    });
  });
});
