import { describe, expect, it } from '@jest/globals';
import { HubError } from '../../platform/errors.ts';
import type { CallbackRequest, WalletMethod } from './port.ts';
import type { WalletUnderTest } from './wallet-under-test.ts';

/** The part of the wallets' conformance suite that is about callbacks. */
export function walletCallbackConformance(
  method: WalletMethod,
  current: () => WalletUnderTest,
  options: { timestamps: boolean },
): void {
  const verdicts = (callbacks: readonly CallbackRequest[]) =>
    callbacks.map((callback) => current().wallet.verifySignature(callback));
  const said = (callbacks: readonly CallbackRequest[]) =>
    callbacks.map((callback) => current().wallet.parseCallback(callback.rawBody));

  describe(`${method}: a callback`, () => {
    it('is signed, and says what happened to which order', async () => {
      const { order, id } = await current().paid();
      const callbacks = await current().callbacksOf(order.orderId, 1);
      expect(verdicts(callbacks)).toEqual([{ valid: true }]);
      expect(said(callbacks)).toEqual([
        {
          eventId: expect.any(String),
          walletPaymentId: id,
          orderId: order.orderId,
          rawStatus: 'PAID',
          amount: 500_000,
          currency: 'IDR',
          occurredAt: expect.any(Date),
        },
      ]);
    });

    it('with one byte changed is not the wallet’s word', async () => {
      const { order } = await current().paid();
      const [callback] = await current().callbacksOf(order.orderId, 1);
      if (!callback) throw new Error('no callback');
      const rawBody = Buffer.from(callback.rawBody.toString().replace('500000', '500001'));
      expect(verdicts([{ ...callback, rawBody }])).toEqual([{ valid: false, reason: 'WRONG_SIGNATURE' }]);
    });

    it('without a signature, or with two, is not the wallet’s word', async () => {
      const { order } = await current().paid();
      const [callback] = await current().callbacksOf(order.orderId, 1);
      if (!callback) throw new Error('no callback');
      const doubled = Object.fromEntries(
        Object.entries(callback.headers).map(([name, value]) => [name, [value, value].flat().map(String)]),
      );
      const missing = { valid: false, reason: 'MISSING_SIGNATURE' };
      expect(
        verdicts([
          { ...callback, headers: {} },
          { ...callback, headers: doubled },
        ]),
      ).toEqual([missing, missing]);
    });

    it('sent again is the same event, signed afresh', async () => {
      const { order, id } = await current().paid();
      await current().callbacksOf(order.orderId, 1);
      await current().customer(id, 'callback');
      const callbacks = await current().callbacksOf(order.orderId, 2);
      expect(verdicts(callbacks)).toEqual([{ valid: true }, { valid: true }]);
      expect(new Set(said(callbacks).map((callback) => callback.eventId)).size).toBe(1);
    });

    it('that is repeated is the same event each time', async () => {
      const { order, id } = await current().created();
      await current().fault({ fault: 'repeated-callback', count: 20 });
      await current().customer(id, 'pay');
      const callbacks = await current().callbacksOf(order.orderId, 20);
      expect(new Set(said(callbacks).map((callback) => callback.eventId)).size).toBe(1);
    });

    it('that is wrongly signed is told from one that is not', async () => {
      const { order, id } = await current().created();
      await current().fault({ fault: 'badly-signed-callback' });
      await current().customer(id, 'pay');
      expect(verdicts(await current().callbacksOf(order.orderId, 1))).toEqual([
        { valid: false, reason: 'WRONG_SIGNATURE' },
      ]);
    });

    if (options.timestamps) {
      it.each([10, -10])('sent %i minutes ago is stale, whoever signed it', async (minutes) => {
        const { order, id } = await current().created();
        await current().fault({ fault: 'stale-callback', minutes });
        await current().customer(id, 'pay');
        expect(verdicts(await current().callbacksOf(order.orderId, 1))).toEqual([
          { valid: false, reason: 'STALE_TIMESTAMP' },
        ]);
      });
    }

    it('that comes out of order says when what it says was true', async () => {
      const { order, id } = await current().created();
      await current().fault({ fault: 'out-of-order-callback' });
      await current().customer(id, 'pay');
      const [first, second] = said(await current().callbacksOf(order.orderId, 2));
      expect([first?.rawStatus, second?.rawStatus]).toEqual(['PAID', 'PENDING']);
      expect(second?.occurredAt?.getTime()).toBeLessThanOrEqual(first?.occurredAt?.getTime() ?? 0);
    });

    it('for another amount says so', async () => {
      const { order, id } = await current().created();
      await current().fault({ fault: 'different-amount', by: -1, on: 'callback' });
      await current().customer(id, 'pay');
      expect(said(await current().callbacksOf(order.orderId, 1))).toMatchObject([{ amount: 499_999 }]);
    });

    it('that never comes leaves the payment to be read', async () => {
      const { order, id } = await current().created();
      await current().fault({ fault: 'no-callback' });
      await current().customer(id, 'pay');
      expect(await current().wallet.read(id, current().call)).toMatchObject({ status: 'PAID' });
      // The next callback of the order is the first to arrive.
      await current().wallet.refund(
        { walletPaymentId: id, refundId: 'R-1', amount: 500_000, reason: 'test' },
        current().call,
      );
      expect(said(await current().callbacksOf(order.orderId, 1))).toMatchObject([{ rawStatus: 'REFUNDED' }]);
    });

    it.each(['', 'paid', '[]', 'null', '{}', '{"event_id":"e","order_id":"o"}'])(
      'with the body %j is refused as VALIDATION_ERROR',
      (body) => {
        expect(() => current().wallet.parseCallback(Buffer.from(body))).toThrow(HubError);
      },
    );

    it('with ids alone is enough: the rest is a hint', () => {
      const ids = '"event_id":"e","order_id":"o","payment_id":"p","transaction_id":"p"';
      const body = Buffer.from(`{${ids},"amount":1.5,"status":7,"occurred_at":"soon"}`);
      expect(current().wallet.parseCallback(body)).toEqual({
        eventId: 'e',
        walletPaymentId: 'p',
        orderId: 'o',
        rawStatus: '',
        amount: null,
        currency: null,
        occurredAt: null,
      });
    });
  });
}
