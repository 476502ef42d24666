import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Data } from '../../../test/subgraph-harness.ts';
import { fee, kinds, type PaymentStage, startPayments } from '../fixtures.ts';

/** Signed by hand here, as the wire contract says, and not with the hub's own code. */
const sign = {
  gopay: (body: string) => ({
    'x-gojek-signature': createHmac('sha256', 'secret-of-GOPAY_SECRET_KEY').update(body).digest('hex'),
  }),
  linkaja: (body: string, at = new Date()) => ({
    'x-linkaja-timestamp': at.toISOString(),
    'x-linkaja-signature': createHmac('sha256', 'secret-of-LINKAJA_SECRET_KEY')
      .update(`${at.toISOString()}.${body}`)
      .digest('hex'),
  }),
  ovo: (body: string, at = new Date()) => {
    const hash = createHash('sha256').update(body).digest('hex');
    const text = `POST:/payments/callback/ovo:${hash}:${at.toISOString()}`;
    return {
      'x-timestamp': at.toISOString(),
      'x-signature': createHmac('sha512', 'secret-of-OVO_SECRET_KEY').update(text).digest('base64'),
    };
  },
};

describe('a callback', () => {
  let stage: PaymentStage;
  let events = 0;
  beforeAll(async () => {
    stage = await startPayments();
  });
  afterAll(() => stage.close());

  function bodyFor(
    payment: { walletPaymentId: string; orderId: string },
    fields: Record<string, unknown> = {},
  ): string {
    events += 1;
    return JSON.stringify({
      event_id: `evt-${events}`,
      payment_id: payment.walletPaymentId,
      order_id: payment.orderId,
      status: 'PAID',
      amount: fee,
      currency: 'IDR',
      occurred_at: new Date().toISOString(),
      ...fields,
    });
  }

  async function post(
    wallet: string,
    body: string,
    headers: Record<string, string>,
    prefix = '/payments/callback',
  ) {
    const response = await fetch(`${stage.publicUrl}${prefix}/${wallet}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    await response.text();
    return response.status;
  }

  /** Paid at the wallet, which says nothing of it. */
  async function givenPaidInSilence(method: 'GOPAY' | 'LINKAJA' | 'OVO' = 'GOPAY'): Promise<Data> {
    const pending = await stage.givenPending({ method });
    await stage.control(method, 'faults', { fault: 'no-callback', times: 1 });
    await stage.control(method, `payments/${pending.walletPaymentId}/pay`);
    return pending;
  }

  it.each([
    ['gopay', 'GOPAY', '/payments/callback'],
    ['gopay', 'GOPAY', '/api/v1/payments/callback'],
    ['linkaja', 'LINKAJA', '/payments/callback'],
    ['linkaja', 'LINKAJA', '/api/v1/payments/callback'],
    ['ovo', 'OVO', '/payments/callback'],
    ['ovo', 'OVO', '/api/v1/payments/callback'],
  ] as const)(
    'of %s (%s) at %s is taken, and the payment moved once the wallet confirms',
    async (wallet, method, prefix) => {
      const pending = await givenPaidInSilence(method);
      const body = bodyFor(pending, wallet === 'ovo' ? { transaction_id: pending.walletPaymentId } : {});
      expect(await post(wallet, body, sign[wallet](body), prefix)).toBe(200);
      await stage.until(pending.id, (payment) => payment.status === 'PAID');
    },
  );

  it('of GoPay is taken with the alias of its signature header', async () => {
    const pending = await givenPaidInSilence();
    const body = bodyFor(pending);
    expect(await post('gopay', body, { 'x-go-signature': sign.gopay(body)['x-gojek-signature'] })).toBe(200);
  });

  it('that says PAID moves nothing while the wallet says PENDING', async () => {
    const pending = await stage.givenPending();
    const body = bodyFor(pending);
    expect(await post('gopay', body, sign.gopay(body))).toBe(200);
    const read = await stage.until(pending.id, (payment) => kinds(payment).READ_BACK === 1);
    expect(read.status).toBe('PENDING');
  });

  it('sent a thousand times moves the payment once', async () => {
    const pending = await givenPaidInSilence();
    const body = bodyFor(pending);
    const statuses = new Set<number>();
    for (let batch = 0; batch < 20; batch++) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => post('gopay', body, sign.gopay(body))),
      );
      for (const status of answers) statuses.add(status);
    }
    expect([...statuses]).toEqual([200]);
    const paid = await stage.until(pending.id, (payment) => payment.status === 'PAID');
    expect(kinds(paid)).toMatchObject({ CALLBACK: 1, TRANSITION: 2 });
    const { rows } = await stage.hub.pool.query(
      'SELECT repeats FROM payments.callbacks WHERE payment_id = $1',
      [pending.id],
    );
    expect(rows).toEqual([{ repeats: 999 }]);
  });

  it('that overtakes the wallet’s answer to the create is not put off to the next planned look', async () => {
    await stage.control('GOPAY', 'behaviour', { autoPay: true });
    const answers = await Promise.all(Array.from({ length: 40 }, () => stage.pay()));
    await stage.control('GOPAY', 'behaviour', { autoPay: false });
    for (const { data } of answers) {
      await stage.until(data.createPayment.id, (payment) => payment.status === 'PAID');
    }
  });

  it('that is late changes nothing, and is kept', async () => {
    const pending = await stage.givenPending();
    await stage.control('GOPAY', `payments/${pending.walletPaymentId}/pay`);
    await stage.until(pending.id, (payment) => payment.status === 'PAID');
    const body = bodyFor(pending, { status: 'EXPIRED' });
    expect(await post('gopay', body, sign.gopay(body))).toBe(200);
    const after = await stage.until(
      pending.id,
      (payment) => kinds(payment).CALLBACK === 2 && kinds(payment).READ_BACK === 2,
    );
    expect([after.status, after.attention]).toEqual(['PAID', null]);
  });

  it('of a payment whose amount is another at the wallet moves nothing and calls a person', async () => {
    const pending = await stage.givenPending();
    await stage.control('GOPAY', 'faults', { fault: 'different-amount', by: 1, on: 'read', times: 1 });
    await stage.control('GOPAY', `payments/${pending.walletPaymentId}/pay`);
    const flagged = await stage.until(pending.id, (payment) => payment.attention !== null);
    expect(flagged.status).toBe('PENDING');
    expect(flagged.attention).toContain('amount');
    expect(kinds(flagged).MISMATCH).toBe(1);
  });

  it('with a word for the status that nobody knows is kept and read as pending', async () => {
    const pending = await stage.givenPending();
    await stage.control('GOPAY', 'faults', {
      fault: 'unknown-status',
      word: 'SETTLED_MAYBE',
      on: 'read',
      times: 1,
    });
    const body = bodyFor(pending, { status: 'SETTLED_MAYBE' });
    expect(await post('gopay', body, sign.gopay(body))).toBe(200);
    const read = await stage.until(pending.id, (payment) => kinds(payment).READ_BACK === 1);
    expect(read.status).toBe('PENDING');
    expect(read.timeline).toContainEqual(
      expect.objectContaining({ kind: 'READ_BACK', status: 'SETTLED_MAYBE' }),
    );
  });

  it('for an order that this hub never made is stored, answered 200, and changes nothing', async () => {
    const body = bodyFor({ walletPaymentId: 'X', orderId: 'ORDER-OF-SOMEBODY-ELSE' });
    expect(await post('gopay', body, sign.gopay(body))).toBe(200);
    const { rows } = await stage.hub.pool.query(
      `SELECT payment_id FROM payments.callbacks WHERE order_id = 'ORDER-OF-SOMEBODY-ELSE'`,
    );
    expect(rows).toEqual([{ payment_id: null }]);
  });

  it.each([
    ['gopay', {}, 'MISSING_SIGNATURE'],
    ['gopay', { 'x-gojek-signature': 'f'.repeat(64) }, 'WRONG_SIGNATURE'],
    ['gopay', { 'x-gojek-signature': 'short' }, 'WRONG_SIGNATURE'],
    ['linkaja', {}, 'MISSING_SIGNATURE'],
    ['ovo', { 'x-timestamp': new Date().toISOString(), 'x-signature': 'AAAA' }, 'WRONG_SIGNATURE'],
  ])('of %s with the headers %j is refused as %s and kept apart', async (wallet, headers, reason) => {
    const pending = await stage.givenPending();
    const before = await stage.hub.pool.query(
      'SELECT count(*)::int AS n FROM payments.rejected_callbacks WHERE reason = $1',
      [reason],
    );
    expect(await post(wallet, bodyFor(pending), headers)).toBe(401);
    const after = await stage.hub.pool.query(
      'SELECT count(*)::int AS n FROM payments.rejected_callbacks WHERE reason = $1',
      [reason],
    );
    expect(after.rows[0].n).toBe(before.rows[0].n + 1);
    expect(kinds(await stage.read(pending.id)).CALLBACK).toBeUndefined();
  });

  it.each([
    ['linkaja', 6],
    ['linkaja', -6],
    ['ovo', 6],
    ['ovo', -6],
  ] as const)('of %s signed %i minutes ago is stale', async (wallet, minutes) => {
    const pending = await stage.givenPending();
    const body = bodyFor(pending);
    expect(await post(wallet, body, sign[wallet](body, new Date(Date.now() - minutes * 60_000)))).toBe(401);
  });

  it('whose body was altered after it was signed is refused', async () => {
    const pending = await stage.givenPending();
    const body = bodyFor(pending);
    expect(await post('gopay', body.replace(String(fee), '1'), sign.gopay(body))).toBe(401);
  });

  it.each([['not json'], ['[]'], ['"text"'], ['null'], ['{"event_id":"x"}'], ['']])(
    'with the body %j, signed well, is a bad request',
    async (body) => {
      expect(await post('gopay', body, sign.gopay(body))).toBe(400);
    },
  );

  it('of more than 64 KiB is too large', async () => {
    const body = JSON.stringify({ filler: 'x'.repeat(65 * 1024) });
    expect(await post('gopay', body, sign.gopay(body))).toBe(413);
  });

  it.each(['foo', 'json', 'text/plain', ''])('is read whatever its content type says: %j', async (type) => {
    expect(await post('gopay', '{}', { 'content-type': type })).toBe(401);
    const body = bodyFor({ walletPaymentId: 'X', orderId: `ORDER-${type}` });
    expect(await post('gopay', body, { ...sign.gopay(body), 'content-type': type })).toBe(200);
  });

  it('of a wallet that there is not is not found', async () => {
    expect(await post('dana', '{}', {})).toBe(404);
  });

  it('with a bad signature is kept a thousand times at most', async () => {
    await stage.hub.pool.query(
      `INSERT INTO payments.rejected_callbacks (method, reason, raw_body, headers, received_at)
       SELECT 'GOPAY', 'WRONG_SIGNATURE', '', '{}', now() FROM generate_series(1, 1500)`,
    );
    expect(await post('gopay', '{}', {})).toBe(401);
    const { rows } = await stage.hub.pool.query('SELECT count(*)::int AS n FROM payments.rejected_callbacks');
    expect(rows[0].n).toBe(1000);
  });
});
