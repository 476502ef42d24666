import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Data, organisationPrincipal } from '../../../test/subgraph-harness.ts';
import { fee, type PaymentStage, startPayments } from '../fixtures.ts';

const refundPayment = `mutation($input: RefundPaymentInput!) {
  refundPayment(input: $input) { id amount status lastError payment { status refundedAmount } }
}`;

describe('a refund', () => {
  let stage: PaymentStage;
  let keys = 0;
  beforeAll(async () => {
    stage = await startPayments();
  });
  afterAll(() => stage.close());

  async function givenPaid(method = 'GOPAY' as 'GOPAY' | 'LINKAJA' | 'OVO'): Promise<Data> {
    const pending = await stage.givenPending({ method });
    await stage.control(method, `payments/${pending.walletPaymentId}/pay`);
    return stage.until(pending.id, (payment) => payment.status === 'PAID');
  }

  function refund(paymentId: string, fields: Record<string, unknown> = {}) {
    keys += 1;
    const input = {
      paymentId,
      amount: fee,
      reason: 'Kelas dibatalkan',
      idempotencyKey: `refund-${keys}`,
      ...fields,
    };
    return stage.hub.call('payments', organisationPrincipal(stage.organisationId), refundPayment, { input });
  }

  it.each(['GOPAY', 'LINKAJA', 'OVO'] as const)(
    'by %s of the whole amount makes the payment REFUNDED',
    async (method) => {
      const paid = await givenPaid(method);
      const { data, errors } = await refund(paid.id);
      expect(errors).toEqual([]);
      expect(data.refundPayment).toMatchObject({
        amount: fee,
        status: 'SUCCEEDED',
        payment: { status: 'REFUNDED', refundedAmount: fee },
      });
    },
  );

  it('of a part leaves the rest, which can be refunded after it', async () => {
    const paid = await givenPaid();
    const part = await refund(paid.id, { amount: 200_000 });
    expect(part.data.refundPayment.payment).toEqual({
      status: 'PARTIALLY_REFUNDED',
      refundedAmount: 200_000,
    });
    const more = await refund(paid.id, { amount: 100_000 });
    expect(more.data.refundPayment.payment).toEqual({
      status: 'PARTIALLY_REFUNDED',
      refundedAmount: 300_000,
    });
    const tooMuch = await refund(paid.id, { amount: 200_001 });
    expect([tooMuch.codes, tooMuch.fields]).toEqual([['VALIDATION_ERROR'], ['amount']]);
    expect(tooMuch.errors[0]?.message).toContain('200000');
    const rest = await refund(paid.id, { amount: 200_000 });
    expect(rest.data.refundPayment.payment).toEqual({ status: 'REFUNDED', refundedAmount: fee });
    const { refunds } = await stage.read(paid.id);
    expect(refunds.map((row: Data) => row.amount)).toEqual([200_000, 100_000, 200_000]);
  });

  it('of a payment that is not paid is a conflict', async () => {
    const pending = await stage.givenPending();
    expect((await refund(pending.id)).codes).toEqual(['CONFLICT']);
  });

  it.each([
    [{ amount: 0 }, 'amount'],
    [{ amount: -5 }, 'amount'],
    [{ reason: '' }, 'reason'],
    [{ paymentId: 'rubbish' }, 'paymentId'],
  ])('is refused with the input %j', async (wrong, field) => {
    const answer = await refund('01890000-0000-7000-8000-000000000000', wrong);
    expect([answer.codes, answer.fields]).toEqual([['VALIDATION_ERROR'], [field]]);
  });

  it('asked for again with the same key is the same refund, and with another amount an error', async () => {
    const paid = await givenPaid();
    const first = await refund(paid.id, { amount: 1000, idempotencyKey: 'again' });
    const again = await refund(paid.id, { amount: 1000, idempotencyKey: 'again' });
    expect(again.data.refundPayment.id).toBe(first.data.refundPayment.id);
    const other = await refund(paid.id, { amount: 2000, idempotencyKey: 'again' });
    expect(other.codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('asked for ten times at once gives back no more than was paid', async () => {
    const paid = await givenPaid();
    const answers = await Promise.all(Array.from({ length: 10 }, () => refund(paid.id, { amount: 300_000 })));
    expect(answers.filter((answer) => answer.errors.length === 0)).toHaveLength(1);
    expect((await stage.read(paid.id)).refundedAmount).toBe(300_000);
  });

  it('that the wallet carries out later is PENDING until then', async () => {
    const paid = await givenPaid();
    await stage.control('GOPAY', 'behaviour', { refundOutcome: 'PENDING' });
    const { data } = await refund(paid.id);
    await stage.control('GOPAY', 'behaviour', { refundOutcome: 'SUCCEEDED' });
    expect(data.refundPayment).toMatchObject({ status: 'PENDING', payment: { status: 'PAID' } });
    await stage.control('GOPAY', `payments/${paid.walletPaymentId}/refunds/${data.refundPayment.id}/succeed`);
    const refunded = await stage.until(paid.id, ({ refunds }) => refunds[0].status === 'SUCCEEDED');
    expect(refunded).toMatchObject({ status: 'REFUNDED', refundedAmount: fee });
  });

  it('that the wallet does not carry out is FAILED, and the money can be asked for again', async () => {
    const paid = await givenPaid();
    await stage.control('GOPAY', 'behaviour', { refundOutcome: 'FAILED' });
    const failed = await refund(paid.id);
    await stage.control('GOPAY', 'behaviour', { refundOutcome: 'SUCCEEDED' });
    expect(failed.data.refundPayment).toMatchObject({
      status: 'FAILED',
      payment: { status: 'PAID', refundedAmount: 0 },
    });
    expect((await refund(paid.id)).data.refundPayment.status).toBe('SUCCEEDED');
  });

  it('whose answer got lost is made once, and known in the end', async () => {
    const paid = await givenPaid('LINKAJA');
    await stage.control('LINKAJA', 'faults', { fault: 'dropped', on: 'refund', when: 'after', times: 1 });
    const { data } = await refund(paid.id, { amount: 1000 });
    expect(data.refundPayment.status).toBe('PENDING');
    const settled = await stage.until(
      paid.id,
      ({ status, refunds }) => status === 'PARTIALLY_REFUNDED' && refunds[0].status === 'SUCCEEDED',
    );
    expect(settled.refundedAmount).toBe(1000);
  });
});
