import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PaymentStage, startPayments } from '../fixtures.ts';

describe('the page that a payer comes back to', () => {
  let stage: PaymentStage;
  beforeAll(async () => {
    stage = await startPayments();
  });
  afterAll(() => stage.close());

  async function open(token: string) {
    const response = await fetch(`${stage.publicUrl}/payments/return${token}`);
    return { status: response.status, headers: response.headers, html: await response.text() };
  }

  async function tokenOf(id: string): Promise<string> {
    const { rows } = await stage.hub.pool.query('SELECT return_token FROM payments.payments WHERE id = $1', [
      id,
    ]);
    return rows[0].return_token;
  }

  it('tells in Indonesian and English how the payment went, and updates by itself until it is over', async () => {
    const pending = await stage.givenPending();
    const token = await tokenOf(pending.id);
    const waiting = await open(`?t=${token}`);
    expect(waiting.status).toBe(200);
    expect(waiting.html).toContain('http-equiv="refresh"');
    expect(waiting.html).toContain('We are waiting for word from your wallet');
    await stage.control('GOPAY', `payments/${pending.walletPaymentId}/pay`);
    await stage.until(pending.id, ({ status }) => status === 'PAID');
    const paid = await open(`?t=${token}`);
    expect(paid.html).toContain('Pembayaran Anda berhasil');
    expect(paid.html).toContain('Your payment went through');
    expect(paid.html).not.toContain('http-equiv="refresh"');
  });

  it('shows nothing else of the payment', async () => {
    const pending = await stage.givenPending();
    const { html } = await open(`?t=${await tokenOf(pending.id)}`);
    for (const secret of [
      pending.id,
      pending.orderId,
      pending.walletPaymentId,
      '500000',
      'Siti',
      'siti@example.org',
    ]) {
      expect(html).not.toContain(secret);
    }
  });

  it('was given to the wallet with 128 random bits', async () => {
    const pending = await stage.givenPending();
    expect(Buffer.from(await tokenOf(pending.id), 'base64url')).toHaveLength(16);
  });

  it.each(['', '?t=', '?t=rubbish', '?t=AAAAAAAAAAAAAAAAAAAAAA', '?t=a&t=b', "?t=' OR 1=1 --"])(
    'says nothing of any payment with %j',
    async (query) => {
      const { status, html } = await open(query);
      expect(status).toBe(404);
      expect(html).toContain('This link is not valid.');
    },
  );

  it('is never cached, framed or sent on', async () => {
    const { headers } = await open('?t=AAAAAAAAAAAAAAAAAAAAAA');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
