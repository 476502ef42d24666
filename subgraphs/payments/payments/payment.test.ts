import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { learnerPrincipal, organisationPrincipal } from '../../../test/subgraph-harness.ts';
import { givenOrganisation } from '../../identity/fixtures.ts';
import { fee, kinds, type PaymentStage, startPayments } from '../fixtures.ts';

describe('a payment', () => {
  let stage: PaymentStage;
  beforeAll(async () => {
    stage = await startPayments();
  });
  afterAll(() => stage.close());

  it.each(['GOPAY', 'LINKAJA', 'OVO'] as const)(
    'by %s is PENDING once the wallet knows it, and PAID once the customer has paid',
    async (method) => {
      const pending = await stage.givenPending({ method });
      expect(pending.paymentUrl === null).toBe(method === 'OVO');
      await stage.control(method, `payments/${pending.walletPaymentId}/pay`);
      const paid = await stage.until(pending.id, (payment) => payment.status === 'PAID');
      expect(paid.paidAt).not.toBeNull();
      expect(paid.attention).toBeNull();
    },
  );

  it('tells everything that happened to it, in order', async () => {
    const pending = await stage.givenPending();
    await stage.control('GOPAY', `payments/${pending.walletPaymentId}/pay`);
    const { timeline } = await stage.until(pending.id, (payment) => payment.status === 'PAID');
    const told = timeline.map((entry: { kind: string; status: string | null }) =>
      [entry.kind, entry.status].filter(Boolean).join(' '),
    );
    expect(told).toEqual([
      'INTENT',
      'EXCHANGE',
      'TRANSITION PENDING',
      'CALLBACK PAID',
      'EXCHANGE',
      'READ_BACK PAID',
      'TRANSITION PAID',
    ]);
    const callback = timeline.find((entry: { kind: string }) => entry.kind === 'CALLBACK');
    expect(callback).toMatchObject({ signature: 'VALID' });
    expect(JSON.parse(callback.rawBody)).toMatchObject({ order_id: pending.orderId, status: 'PAID' });
  });

  it('is seen by a subscriber as it turns from PENDING to PAID', async () => {
    const subscription = await stage.hub.callers.payments?.subscribe(
      {
        query: `subscription($of: ID) { paymentStatusChanged(programId: $of) { previousStatus status occurredAt payment { id status } } }`,
        variables: { of: stage.programId },
      },
      { principal: organisationPrincipal(stage.organisationId), requestId: 'test' },
    );
    const pending = await stage.givenPending();
    await stage.control('GOPAY', `payments/${pending.walletPaymentId}/pay`);
    const seen: string[] = [];
    for await (const message of subscription ?? []) {
      const change = message.data?.paymentStatusChanged as {
        previousStatus: string;
        status: string;
        payment: { id: string };
      };
      if (change.payment.id !== pending.id) continue;
      seen.push(`${change.previousStatus} -> ${change.status}`);
      if (change.status === 'PAID') break;
    }
    expect(seen).toEqual(['CREATED -> PENDING', 'PENDING -> PAID']);
  });

  it.each(['paymentId', 'programId', 'studentId'])('is not watched by a %s that is no id', async (field) => {
    const subscribing = stage.hub.callers.payments?.subscribe(
      { query: `subscription { paymentStatusChanged(${field}: "zz") { status } }` },
      { principal: organisationPrincipal(stage.organisationId), requestId: 'test' },
    );
    await expect(subscribing).rejects.toMatchObject({ extensions: { code: 'VALIDATION_ERROR' } });
  });

  it('is recorded as payment.completed with the fields that partners know', async () => {
    const events = stage.hub.events.stream((event) =>
      event.type === 'payment.completed' ? event : undefined,
    );
    const pending = await stage.givenPending();
    await stage.control('GOPAY', `payments/${pending.walletPaymentId}/pay`);
    for await (const event of events) {
      if (event.subject.id !== pending.id) continue;
      expect(event.data).toEqual({ payment_id: pending.id, amount: fee, student_id: stage.studentId });
      expect(event.audience).toEqual([stage.organisationId]);
      break;
    }
  });

  it.each([
    ['decline', 'FAILED'],
    ['expire', 'EXPIRED'],
  ])('ends when the customer lets it: %s', async (action, status) => {
    const pending = await stage.givenPending({ method: 'LINKAJA' });
    await stage.control('LINKAJA', `payments/${pending.walletPaymentId}/${action}`);
    const ended = await stage.until(pending.id, (payment) => payment.status === status);
    expect(ended.attention).toBeNull();
  });

  it('that is paid after it expired is PAID, and a person is asked to look', async () => {
    const pending = await stage.givenPending();
    await stage.control('GOPAY', `payments/${pending.walletPaymentId}/expire`);
    await stage.until(pending.id, (payment) => payment.status === 'EXPIRED');
    await stage.control('GOPAY', `payments/${pending.walletPaymentId}/pay?anyway=true`);
    const paid = await stage.until(pending.id, (payment) => payment.status === 'PAID');
    expect(paid.attention).toContain('paid after');
  });

  it('is cancelled by the wallet’s word while it is pending, and not after', async () => {
    const cancel = 'mutation($id: ID!) { cancelPayment(input: {paymentId: $id}) { status } }';
    const institution = organisationPrincipal(stage.organisationId);
    const pending = await stage.givenPending();
    const cancelled = await stage.hub.call('payments', institution, cancel, { id: pending.id });
    expect(cancelled.data.cancelPayment.status).toBe('CANCELLED');
    const again = await stage.hub.call('payments', institution, cancel, { id: pending.id });
    expect(again.data.cancelPayment.status).toBe('CANCELLED');
    const paid = await stage.givenPending();
    await stage.control('GOPAY', `payments/${paid.walletPaymentId}/pay`);
    await stage.until(paid.id, (payment) => payment.status === 'PAID');
    expect((await stage.hub.call('payments', institution, cancel, { id: paid.id })).codes).toEqual([
      'CONFLICT',
    ]);
  });

  it('that was paid while it was being cancelled stays PAID', async () => {
    const pending = await stage.givenPending();
    await stage.control('GOPAY', 'faults', { fault: 'no-callback', times: 1 });
    await stage.control('GOPAY', `payments/${pending.walletPaymentId}/pay`);
    const answer = await stage.hub.call(
      'payments',
      organisationPrincipal(stage.organisationId),
      'mutation($id: ID!) { cancelPayment(input: {paymentId: $id}) { status } }',
      { id: pending.id },
    );
    expect(answer.codes).toEqual(['CONFLICT']);
    expect((await stage.read(pending.id)).status).toBe('PAID');
  });

  it('whose callback never came is found by asking', async () => {
    const pending = await stage.givenPending({ method: 'OVO' });
    await stage.control('OVO', 'faults', { fault: 'no-callback', times: 1 });
    await stage.control('OVO', `payments/${pending.walletPaymentId}/pay`);
    const verify = (method: string | null) =>
      stage.hub.call(
        'payments',
        organisationPrincipal(stage.organisationId),
        'mutation($id: ID!, $method: PaymentMethod) { verifyPayment(input: {paymentId: $id, method: $method}) { status } }',
        { id: pending.id, method },
      );
    const mistaken = await verify('GOPAY');
    expect([mistaken.codes, mistaken.fields]).toEqual([['VALIDATION_ERROR'], ['method']]);
    for (const method of [null, 'OVO']) expect((await verify(method)).data.verifyPayment.status).toBe('PAID');
  });

  it('for an enrolment takes its program and student from there', async () => {
    const { enrolmentId, studentId } = await stage.givenEnrolment();
    const { data } = await stage.pay({ enrolmentId, programId: null, studentId: null });
    const { data: joined } = await stage.hub.call(
      'payments',
      organisationPrincipal(stage.organisationId),
      'query($id: ID!) { payment(id: $id) { program { id } student { id } enrolment { id } } }',
      { id: data.createPayment.id },
    );
    expect(joined.payment).toEqual({
      program: { id: stage.programId },
      student: { id: studentId },
      enrolment: { id: enrolmentId },
    });
  });

  it('by a learner is exactly the program’s fee, and only for themselves', async () => {
    const create =
      'mutation($input: CreatePaymentInput!) { createPayment(input: $input) { status student { id } } }';
    const { enrolmentId, studentId } = await stage.givenEnrolment();
    const learner = learnerPrincipal([studentId], [stage.organisationId], 'payments:pay', 'payments:read');
    const input = {
      enrolmentId,
      amount: fee,
      method: 'GOPAY',
      description: 'x',
      customer: { name: 'Budi', phone: '081234567890' },
      idempotencyKey: 'learner-1',
    };
    const cheaper = await stage.hub.call('payments', learner, create, {
      input: { ...input, amount: fee - 1 },
    });
    expect([cheaper.codes, cheaper.fields]).toEqual([['VALIDATION_ERROR'], ['amount']]);
    const other = await stage.givenEnrolment();
    const foreign = await stage.hub.call('payments', learner, create, {
      input: { ...input, enrolmentId: other.enrolmentId },
    });
    expect([foreign.codes, foreign.fields]).toEqual([['VALIDATION_ERROR'], ['enrolmentId']]);
    const exact = await stage.hub.call('payments', learner, create, { input });
    expect(exact.data.createPayment).toEqual({ status: 'PENDING', student: { id: studentId } });
  });

  it('of another organisation is as if it did not exist', async () => {
    const pending = await stage.givenPending();
    const stranger = organisationPrincipal(await givenOrganisation(stage.hub, 'LPK Asing'));
    const asked = await stage.hub.call(
      'payments',
      stranger,
      'query($id: ID!) { payment(id: $id) { id } payments { totalCount } }',
      { id: pending.id },
    );
    expect(asked.data).toEqual({ payment: null, payments: { totalCount: 0 } });
    for (const mutation of ['verifyPayment', 'cancelPayment']) {
      const answer = await stage.hub.call(
        'payments',
        stranger,
        `mutation($id: ID!) { ${mutation}(input: {paymentId: $id}) { id } }`,
        { id: pending.id },
      );
      expect(answer.codes).toEqual(['NOT_FOUND']);
    }
    const refund = await stage.hub.call(
      'payments',
      stranger,
      'mutation($id: ID!) { refundPayment(input: {paymentId: $id, amount: 1, reason: "x", idempotencyKey: "x"}) { id } }',
      { id: pending.id },
    );
    expect(refund.codes).toEqual(['NOT_FOUND']);
  });

  it.each([
    [{ amount: -1 }, 'amount'],
    [{ amount: 0 }, 'amount'],
    [{ amount: 10_000_000_001 }, 'amount'],
    [{ customer: { name: 'x', phone: '12' } }, 'customer.phone'],
    [{ customer: { name: 'x', phone: '+14155552671' } }, 'customer.phone'],
    [{ customer: { name: '', phone: '081234567890' } }, 'customer.name'],
    [{ description: '' }, 'description'],
    [{ idempotencyKey: '' }, 'idempotencyKey'],
    [{ programId: null }, 'enrolmentId'],
    [{ programId: '01890000-0000-7000-8000-000000000000' }, 'programId'],
    [{ studentId: 'rubbish' }, 'studentId'],
  ])('is refused with the input %j', async (wrong, field) => {
    const answer = await stage.pay(wrong);
    expect([answer.codes, answer.fields]).toEqual([['VALIDATION_ERROR'], [field]]);
    const { rows } = await stage.hub.pool.query(
      `SELECT count(*)::int AS n FROM payments.payments WHERE status = 'CREATED'`,
    );
    expect(rows[0].n).toBe(0);
  });

  it.each([1.5, '500000', 1e300, true])(
    'is refused with the amount %j, which is no whole number',
    async (amount) => {
      expect((await stage.pay({ amount })).codes).toEqual(['VALIDATION_ERROR']);
    },
  );

  it('is refused with a method that there is not', async () => {
    expect((await stage.pay({ method: 'DANA' })).codes).toEqual(['VALIDATION_ERROR']);
  });

  it('made again with the same key is the same payment, and with another input an error', async () => {
    const first = await stage.pay({ idempotencyKey: 'same' });
    const again = await stage.pay({ idempotencyKey: 'same' });
    expect(again.data.createPayment.id).toBe(first.data.createPayment.id);
    const other = await stage.pay({ idempotencyKey: 'same', amount: fee + 1 });
    expect(other.codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('made by twenty calls at once with the same key is one payment at the wallet', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => stage.pay({ idempotencyKey: 'race' })),
    );
    expect(new Set(answers.map((answer) => answer.data.createPayment.id)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.data.createPayment.status))).toEqual(new Set(['PENDING']));
    const payment = await stage.until(
      answers[0]?.data.createPayment.id,
      ({ status }) => status === 'PENDING',
    );
    expect(kinds(payment).INTENT).toBe(1);
  });
});
