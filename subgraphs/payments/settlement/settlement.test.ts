import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Data } from '../../../test/subgraph-harness.ts';
import { kinds, type PaymentStage, startPayments } from '../fixtures.ts';
import { type CheckSchedule, defaultCheckSchedule, nextCheck, retryDelay } from './check-schedule.ts';

/** So short that a test need not wait, and so long that it does not matter that the machine is slow. */
const soon: CheckSchedule = { after: [300], thenEvery: 300, giveUpAfter: 7 * 24 * 3_600_000 };

describe('a wallet that misbehaves', () => {
  let stage: PaymentStage;
  beforeAll(async () => {
    stage = await startPayments(soon);
  });
  afterAll(() => stage.close());

  async function payThrough(fault: Record<string, unknown>): Promise<Data> {
    await stage.control('GOPAY', 'faults', { on: 'create', times: 1, ...fault });
    stage.waitForWallets(fault.fault === 'slow' ? 1_000 : null);
    const { data, errors } = await stage.pay();
    stage.waitForWallets(null);
    expect(errors).toEqual([]);
    return data.createPayment;
  }

  it.each([
    [{ fault: 'dropped', when: 'before' }],
    [{ fault: 'dropped', when: 'after' }],
    [{ fault: 'slow', ms: 60_000 }],
    [{ fault: 'status', status: 500, when: 'before' }],
    [{ fault: 'status', status: 503, when: 'after' }],
    [{ fault: 'status', status: 429, retryAfter: 1 }],
    [{ fault: 'html' }],
    [{ fault: 'empty' }],
  ])('when a payment is created (%j) has it neither lost nor made twice', async (fault) => {
    const created = await payThrough(fault);
    expect(created.status).toBe('CREATED');
    const pending = await stage.until(created.id, (payment) => payment.status === 'PENDING');
    expect(kinds(pending).EXCHANGE).toBeGreaterThanOrEqual(2);
    await stage.control('GOPAY', `orders/${created.orderId}/pay`);
    const paid = await stage.until(created.id, (payment) => payment.status === 'PAID');
    expect(paid.attention).toBeNull();
  });

  it('by refusing a payment has it FAILED, with the reason that it gave', async () => {
    const failed = await payThrough({ fault: 'status', status: 422 });
    expect(failed.status).toBe('FAILED');
    expect(failed.failureReason).toBeTruthy();
  });

  it('by refusing the hub’s credentials does not fail the payment', async () => {
    const created = await payThrough({ fault: 'status', status: 403 });
    expect(created.status).toBe('CREATED');
    await stage.until(created.id, (payment) => payment.status === 'PENDING');
  });

  it('by never calling back is asked, by and by, without anybody’s doing', async () => {
    const pending = await stage.givenPending({ method: 'OVO' });
    await stage.control('OVO', 'faults', { fault: 'no-callback', times: 1 });
    await stage.control('OVO', `payments/${pending.walletPaymentId}/pay`);
    const paid = await stage.until(pending.id, (payment) => payment.status === 'PAID');
    expect(kinds(paid).CALLBACK).toBeUndefined();
  });

  it('by not answering when it is asked is asked again', async () => {
    const pending = await stage.givenPending();
    await stage.control('GOPAY', 'faults', { fault: 'status', status: 500, on: 'read', times: 2 });
    await stage.control('GOPAY', 'faults', { fault: 'no-callback', times: 1 });
    await stage.control('GOPAY', `payments/${pending.walletPaymentId}/pay`);
    await stage.until(pending.id, (payment) => payment.status === 'PAID');
  });

  it('shows in the timeline what it answered, cut and without secrets', async () => {
    const created = await payThrough({ fault: 'html' });
    const payment = await stage.until(created.id, ({ status }) => status === 'PENDING');
    const [first] = payment.timeline.filter((entry: Data) => entry.kind === 'EXCHANGE');
    expect(first.responseBody).toContain('<');
    expect(JSON.stringify(payment.timeline)).not.toContain('secret-of-');
  });
});

describe('the moments at which a pending payment is read back', () => {
  const createdAt = new Date('2026-01-01T00:00:00Z');
  const minutes = (n: number) => new Date(createdAt.getTime() + n * 60_000);

  it('are 1, 5, 15 and 60 minutes, its expiry, then every hour for seven days', () => {
    const expiresAt = minutes(30);
    const seen: number[] = [];
    for (let now: Date | null = createdAt; now && seen.length < 400; ) {
      now = nextCheck(defaultCheckSchedule, { createdAt, expiresAt }, now);
      if (now) seen.push(Math.floor((now.getTime() - createdAt.getTime()) / 60_000));
    }
    expect(seen.slice(0, 8)).toEqual([1, 5, 15, 30, 60, 120, 180, 240]);
    expect(seen.at(-1)).toBe(7 * 24 * 60);
    expect(seen).toHaveLength(5 + 7 * 24 - 1);
  });

  it('go on from where they were when the hub was down for a while', () => {
    expect(nextCheck(defaultCheckSchedule, { createdAt, expiresAt: null }, minutes(20))).toEqual(minutes(60));
  });

  it('end when the payment is older than seven days', () => {
    expect(nextCheck(defaultCheckSchedule, { createdAt, expiresAt: null }, minutes(8 * 24 * 60))).toBeNull();
  });

  it('come further and further apart while a wallet does not answer, and never before it asked', () => {
    expect(retryDelay(1, null)).toBeLessThan(3000);
    expect(retryDelay(4, null)).toBeGreaterThan(30_000);
    expect(retryDelay(50, null)).toBeLessThanOrEqual(3_600_000 * 1.25);
    expect(retryDelay(1, 90_000)).toBeGreaterThanOrEqual(90_000);
  });
});
