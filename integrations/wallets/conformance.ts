import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { walletCallbackConformance } from './conformance-callbacks.ts';
import type { WalletMethod } from './port.ts';
import { WalletUnderTest } from './wallet-under-test.ts';

/**
 * What every wallet promises to the payments that it collects, tried against its stand-in over HTTP.
 *
 * @param options.tokens whether the wallet gives out OAuth 2.0 access tokens
 * @param options.timestamps whether its callbacks carry the time of sending
 */
export function walletConformance(
  method: WalletMethod,
  options: { tokens: boolean; timestamps: boolean },
): void {
  let wut: WalletUnderTest;
  const current = () => wut;

  beforeAll(async () => {
    wut = await WalletUnderTest.start(method);
  });
  beforeEach(async () => {
    wut.exchanges.length = 0;
    await wut.control('faults/clear');
  });
  afterAll(() => wut.stop());

  describe(`${method}: an order`, () => {
    it('is created, and read back as it was asked for', async () => {
      const { wallet, call } = wut;
      const order = wut.order();
      const payment = await wallet.create(order, call);
      expect(payment.expiresAt?.getTime()).toBeGreaterThan(Date.now());
      expect(await wallet.read(payment.walletPaymentId, call)).toEqual({
        walletPaymentId: payment.walletPaymentId,
        orderId: order.orderId,
        status: 'PENDING',
        rawStatus: 'PENDING',
        amount: 500_000,
        currency: 'IDR',
        paidAt: null,
        refundedAmount: 0,
      });
    });

    it('created again with the same order id is the same payment', async () => {
      const order = wut.order();
      const [first, second] = await Promise.all([
        wut.wallet.create(order, wut.call),
        wut.wallet.create(order, wut.call),
      ]);
      expect(second).toEqual(first);
      expect(await wut.wallet.create(order, wut.call)).toEqual(first);
    });

    it.each([
      ['is not answered in time', { fault: 'slow', ms: 60_000 }, 'TIMEOUT'],
      ['is dropped after it was carried out', { fault: 'dropped', when: 'after' }, 'TIMEOUT'],
      ['is dropped before it was carried out', { fault: 'dropped', when: 'before' }, 'TIMEOUT'],
      ['is answered by a web page', { fault: 'html', when: 'after' }, 'INVALID_REPLY'],
      ['is answered by an empty 200', { fault: 'empty', when: 'after' }, 'INVALID_REPLY'],
      ['is answered by 500 although it was carried out', { fault: 'status', when: 'after' }, 'UNAVAILABLE'],
    ])('whose create %s is settled by creating again', async (_what, fault, kind) => {
      const order = wut.order();
      await wut.fault({ ...fault, on: 'create' });
      const meeting = fault.fault === 'slow' ? wut.impatient : wut.wallet;
      await expect(meeting.create(order, wut.call)).rejects.toMatchObject({ kind });
      const { walletPaymentId } = await wut.wallet.create(order, wut.call);
      const { payments } = (await wut.shown('payments')) as { payments: { orderId: string; id: string }[] };
      expect(payments.filter((one) => one.orderId === order.orderId)).toMatchObject([
        { id: walletPaymentId },
      ]);
    });

    it('for which the wallet is too busy says how long to wait', async () => {
      await wut.fault({ fault: 'status', status: 429, retryAfter: 3, on: 'create' });
      await expect(wut.wallet.create(wut.order(), wut.call)).rejects.toMatchObject({
        kind: 'UNAVAILABLE',
        retryAfterMs: 3000,
      });
    });

    it('that the wallet refuses is REJECTED with the wallet’s words', async () => {
      await expect(wut.wallet.create(wut.order({ amount: 0 }), wut.call)).rejects.toMatchObject({
        kind: 'REJECTED',
        status: 400,
        vendorCode: 'INVALID_REQUEST',
        vendorMessage: expect.stringContaining('amount'),
      });
    });

    it('is recorded without the secrets that went with it', async () => {
      await wut.created();
      expect(wut.exchanges.length).toBeGreaterThan(0);
      expect(JSON.stringify(wut.exchanges)).not.toMatch(/secret-of-|Bearer (?!\[)/);
    });
  });

  describe(`${method}: a payment`, () => {
    it('that the customer pays is PAID, with the time', async () => {
      const { id } = await wut.paid();
      const reading = await wut.wallet.read(id, wut.call);
      expect(reading).toMatchObject({ status: 'PAID', rawStatus: 'PAID', amount: 500_000 });
      expect(reading.paidAt).toBeInstanceOf(Date);
    });

    it.each([
      ['decline', 'FAILED'],
      ['expire', 'EXPIRED'],
    ])('that ends by %s is %s', async (action, status) => {
      const { id } = await wut.created();
      await wut.customer(id, action);
      expect(await wut.wallet.read(id, wut.call)).toMatchObject({ status, paidAt: null });
    });

    it('that nobody pays in time expires', async () => {
      await wut.control('behaviour', { expiresInMs: 1 });
      const { order, id } = await wut.created();
      await wut.control('behaviour', { expiresInMs: 1_800_000 });
      await wut.callbacksOf(order.orderId, 1);
      expect(await wut.wallet.read(id, wut.call)).toMatchObject({ status: 'EXPIRED' });
    });

    it('is cancelled while it is pending', async () => {
      const { id } = await wut.created();
      expect(await wut.wallet.cancel(id, wut.call)).toMatchObject({ status: 'CANCELLED' });
    });

    it('that is no longer pending is left as it is by a cancel, which reads it', async () => {
      const { id } = await wut.paid();
      expect(await wut.wallet.cancel(id, wut.call)).toMatchObject({ status: 'PAID' });
    });

    it('with a status word that nobody knows is pending, and the word is kept', async () => {
      const { id } = await wut.paid();
      await wut.fault({ fault: 'unknown-status', word: 'constructor' });
      expect(await wut.wallet.read(id, wut.call)).toMatchObject({
        status: 'PENDING',
        rawStatus: 'constructor',
      });
    });

    it('is read with the wallet’s own amount, also when that is not what was asked for', async () => {
      const { id } = await wut.paid();
      await wut.fault({ fault: 'different-amount', by: 1 });
      expect(await wut.wallet.read(id, wut.call)).toMatchObject({ amount: 500_001 });
    });

    it('with a fraction for an amount is an INVALID_REPLY: rupiah stay whole', async () => {
      const { id } = await wut.paid();
      await wut.fault({ fault: 'different-amount', by: 0.5 });
      await expect(wut.wallet.read(id, wut.call)).rejects.toMatchObject({ kind: 'INVALID_REPLY' });
    });

    it('of the largest amount that counts exactly is read back exactly', async () => {
      const { id } = await wut.created({ amount: 9_007_199_254_740_991 });
      expect(await wut.wallet.read(id, wut.call)).toMatchObject({ amount: 9_007_199_254_740_991 });
    });

    it('that the wallet does not know is REJECTED', async () => {
      await expect(wut.wallet.read('NONE/../x', wut.call)).rejects.toMatchObject({
        kind: 'REJECTED',
        status: 404,
      });
    });

    it.each([
      [{ fault: 'html' }, 'INVALID_REPLY'],
      [{ fault: 'empty' }, 'INVALID_REPLY'],
      [{ fault: 'status', status: 500 }, 'UNAVAILABLE'],
      [{ fault: 'status', status: 503 }, 'UNAVAILABLE'],
      [{ fault: 'dropped' }, 'TIMEOUT'],
    ])('that is answered with %j is %s, and fine when read again', async (fault, kind) => {
      const { id } = await wut.created();
      await wut.fault({ ...fault, on: 'read' });
      await expect(wut.wallet.read(id, wut.call)).rejects.toMatchObject({ kind, retryable: true });
      expect(await wut.wallet.read(id, wut.call)).toMatchObject({ status: 'PENDING' });
    });
  });

  describe(`${method}: a refund`, () => {
    const refund = (id: string, refundId: string, amount: number) =>
      wut.wallet.refund({ walletPaymentId: id, refundId, amount, reason: 'Class was cancelled' }, wut.call);

    it('of everything leaves the payment REFUNDED', async () => {
      const { id } = await wut.paid();
      const done = { refundId: 'R-1', amount: 500_000, status: 'SUCCEEDED' };
      expect(await refund(id, 'R-1', 500_000)).toEqual(done);
      expect(await wut.wallet.readRefund(id, 'R-1', wut.call)).toEqual(done);
      expect(await wut.wallet.read(id, wut.call)).toMatchObject({
        status: 'REFUNDED',
        refundedAmount: 500_000,
      });
    });

    it('of a part leaves it PARTIALLY_REFUNDED until the rest follows', async () => {
      const { id } = await wut.paid();
      await refund(id, 'R-1', 200_000);
      expect(await wut.wallet.read(id, wut.call)).toMatchObject({
        status: 'PARTIALLY_REFUNDED',
        refundedAmount: 200_000,
      });
      await refund(id, 'R-2', 300_000);
      expect(await wut.wallet.read(id, wut.call)).toMatchObject({ status: 'REFUNDED' });
    });

    it('asked for again under its id is the same refund', async () => {
      const { id } = await wut.paid();
      await wut.fault({ fault: 'dropped', when: 'after', on: 'refund' });
      await expect(refund(id, 'R-1', 200_000)).rejects.toMatchObject({ kind: 'TIMEOUT' });
      await refund(id, 'R-1', 200_000);
      expect(await wut.wallet.read(id, wut.call)).toMatchObject({ refundedAmount: 200_000 });
    });

    it('with the id of another refund and another amount is REJECTED', async () => {
      const { id } = await wut.paid();
      await refund(id, 'R-1', 200_000);
      await expect(refund(id, 'R-1', 100_000)).rejects.toMatchObject({ kind: 'REJECTED', status: 409 });
    });

    it('of more than is left, or of what is not paid, is REJECTED', async () => {
      const { id } = await wut.paid();
      await refund(id, 'R-1', 200_000);
      await expect(refund(id, 'R-2', 300_001)).rejects.toMatchObject({ kind: 'REJECTED', status: 422 });
      const unpaid = await wut.created();
      await expect(refund(unpaid.id, 'R-1', 1)).rejects.toMatchObject({ kind: 'REJECTED', status: 422 });
    });

    it('that the wallet has not decided yet is PENDING until it has', async () => {
      const { id } = await wut.paid();
      await wut.control('behaviour', { refundOutcome: 'PENDING' });
      expect(await refund(id, 'R-1', 200_000)).toMatchObject({ status: 'PENDING' });
      await wut.control('behaviour', { refundOutcome: 'SUCCEEDED' });
      expect(await wut.wallet.read(id, wut.call)).toMatchObject({ status: 'PAID', refundedAmount: 0 });
      await wut.control(`payments/${id}/refunds/R-1/succeed`);
      expect(await wut.wallet.readRefund(id, 'R-1', wut.call)).toMatchObject({ status: 'SUCCEEDED' });
    });
  });

  if (options.tokens) {
    describe(`${method}: an access token`, () => {
      it('that the wallet no longer takes is renewed once, and the call goes through', async () => {
        const { id } = await wut.created();
        await wut.control('tokens/revoke');
        wut.exchanges.length = 0;
        expect(await wut.wallet.read(id, wut.call)).toMatchObject({ status: 'PENDING' });
        expect(wut.exchanges.map((exchange) => exchange.status)).toEqual([401, 200, 200]);
      });
    });
  }

  walletCallbackConformance(method, current, options);
}
